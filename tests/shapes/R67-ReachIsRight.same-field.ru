# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency within a field says that it reaches across.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:dependency-solar-aim zg:isCrossField ?old }
INSERT { ex:dependency-solar-aim zg:isCrossField true }
WHERE { ex:dependency-solar-aim zg:isCrossField ?old }
