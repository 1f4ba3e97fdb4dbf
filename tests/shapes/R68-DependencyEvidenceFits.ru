# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency rests on the passage of a third statement.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:dependency-solar-aim zg:evidence ?old }
INSERT { ex:dependency-solar-aim zg:evidence ex:passage-cycling }
WHERE { ex:dependency-solar-aim zg:evidence ?old }
