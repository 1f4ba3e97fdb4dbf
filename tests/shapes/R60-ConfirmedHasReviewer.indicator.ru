# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An indicator link is confirmed by nobody.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:indicator-link-radwege zg:status ?old }
INSERT { ex:indicator-link-radwege zg:status zg:confirmed }
WHERE { ex:indicator-link-radwege zg:status ?old }
