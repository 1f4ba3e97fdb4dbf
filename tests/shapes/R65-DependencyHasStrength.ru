# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency is stronger than the scale.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:dependency-solar-aim zg:strength ?old }
INSERT { ex:dependency-solar-aim zg:strength 4 }
WHERE { ex:dependency-solar-aim zg:strength ?old }
