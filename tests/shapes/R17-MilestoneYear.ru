# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A milestone lies in the Middle Ages.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:milestone-2035 zg:year ?old }
INSERT { ex:milestone-2035 zg:year 1235 }
WHERE { ex:milestone-2035 zg:year ?old }
