# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A measure implements nothing and stands nowhere.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA {
    ex:measure-loose a zg:Measure .
    ex:measure-loose skos:prefLabel "Etwas"@de , "something"@en .
    ex:measure-loose zg:summary "Ohne Platz."@de , "Without a place."@en .
    ex:measure-loose zg:topic ex:topic-verkehr .
    ex:measure-loose zg:measureKind zg:event .
} ;

INSERT { ex:link-loose ?property ?value }
WHERE { ex:link-plan ?property ?value . FILTER (?property NOT IN (zg:statement)) } ;

INSERT DATA {
    ex:link-loose zg:statement ex:measure-loose .
}
