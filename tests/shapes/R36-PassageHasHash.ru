# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A hash is too short.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:passage-plan zg:textHash ?old }
INSERT { ex:passage-plan zg:textHash "abc123" }
WHERE { ex:passage-plan zg:textHash ?old }
