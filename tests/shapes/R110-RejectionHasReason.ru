# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A rejected link does not say why.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-solar-spaces zg:status ?status } INSERT { ex:link-solar-spaces zg:status zg:rejected } WHERE { ex:link-solar-spaces zg:status ?status }
