# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link rests on the passage of another goal.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-solar zg:evidence ?old }
INSERT { ex:link-solar zg:evidence ex:passage-cycling }
WHERE { ex:link-solar zg:evidence ?old }
