# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A strategy is issued by a body that is not recorded.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:strategy zg:issuedBy ?old }
INSERT { ex:strategy zg:issuedBy ex:village }
WHERE { ex:strategy zg:issuedBy ?old }
