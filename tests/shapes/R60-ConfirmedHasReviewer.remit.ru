# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A remit judgement is confirmed by nobody.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:remit-11-2 zg:status ?old } INSERT { ex:remit-11-2 zg:status zg:confirmed } WHERE { ex:remit-11-2 zg:status ?old }
