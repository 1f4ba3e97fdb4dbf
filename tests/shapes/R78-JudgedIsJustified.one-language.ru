# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An unverified involvement is justified in German only.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:involvement-plan zg:basis ?old }
INSERT { ex:involvement-plan zg:basis zg:unverified }
WHERE { ex:involvement-plan zg:basis ?old } ;

DELETE { ex:involvement-plan zg:justification ?text }
WHERE { ex:involvement-plan zg:justification ?text . FILTER (lang(?text) = "en") }
