# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Who is responsible for a goal is only judged.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:involvement-solar zg:basis ?old }
INSERT { ex:involvement-solar zg:basis zg:judged }
WHERE { ex:involvement-solar zg:basis ?old } ;

INSERT DATA {
    ex:involvement-solar zg:justification "Die Gemeinde betreibt die Anlagen."@de , "The municipality runs the panels."@en .
}
