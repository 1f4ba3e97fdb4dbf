# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency across fields says that it is not.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:dependency-cycling-solar zg:isCrossField ?old }
INSERT { ex:dependency-cycling-solar zg:isCrossField false }
WHERE { ex:dependency-cycling-solar zg:isCrossField ?old }
