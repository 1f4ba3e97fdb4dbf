# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A passage ends before it starts.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:passage-plan zg:rangeEnd ?old }
INSERT { ex:passage-plan zg:rangeEnd 5 }
WHERE { ex:passage-plan zg:rangeEnd ?old }
