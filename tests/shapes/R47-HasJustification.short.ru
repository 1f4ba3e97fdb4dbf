# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency is justified in three words.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:dependency-solar-aim zg:justification ?text }
INSERT { ex:dependency-solar-aim zg:justification "Das passt schon."@de }
WHERE { ex:dependency-solar-aim zg:justification ?text . FILTER (lang(?text) = "de") }
