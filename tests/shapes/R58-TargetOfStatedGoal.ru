# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link to 11.2 says that it belongs to SDG 13.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-cycling zg:sdgGoal ?old }
INSERT { ex:link-cycling zg:sdgGoal sdg:13 }
WHERE { ex:link-cycling zg:sdgGoal ?old }
