# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link was reviewed by somebody who is not recorded.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-cycling zg:reviewer ?old }
INSERT { ex:link-cycling zg:reviewer ex:nobody }
WHERE { ex:link-cycling zg:reviewer ?old }
