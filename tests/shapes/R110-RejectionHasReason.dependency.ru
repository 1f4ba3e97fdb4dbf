# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A rejected dependency does not say why.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:dependency-solar-aim zg:status ?status } INSERT { ex:dependency-solar-aim zg:status zg:rejected } WHERE { ex:dependency-solar-aim zg:status ?status }
