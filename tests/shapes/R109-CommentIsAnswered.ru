# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A comment is open.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:comment zg:commentState ?old }
INSERT { ex:comment zg:commentState zg:open }
WHERE { ex:comment zg:commentState ?old }
