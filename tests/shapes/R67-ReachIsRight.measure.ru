# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency of a measure within one field says that it reaches across.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT { ex:dependency-roofs-solar ?property ?value }
WHERE { ex:dependency-solar-aim ?property ?value . FILTER (?property NOT IN (zg:from, zg:isCrossField)) } ;

INSERT DATA {
    ex:dependency-roofs-solar zg:from ex:measure-roofs .
    ex:dependency-roofs-solar zg:isCrossField true .
}
