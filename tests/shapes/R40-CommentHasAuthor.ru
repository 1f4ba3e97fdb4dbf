# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A comment is by a body that is not recorded.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:comment zg:commentBy ?old }
INSERT { ex:comment zg:commentBy ex:nobody }
WHERE { ex:comment zg:commentBy ?old }
