# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency within a top field says that it reaches across, because one end is in a sub-field.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA {
    ex:aim-buses a zg:GuidingAim .
    ex:aim-buses skos:prefLabel "Busse"@de , "buses"@en .
    ex:aim-buses zg:summary "Mehr Busse."@de , "More buses."@en .
    ex:aim-buses zg:inField ex:field-mobilitaet .
    ex:aim-buses zg:passage ex:passage-mobilitaet .
    ex:aim-buses zg:topic ex:topic-verkehr .
} ;

INSERT { ex:link-buses ?property ?value }
WHERE { ex:link-plan ?property ?value . FILTER (?property NOT IN (zg:statement, zg:evidence)) } ;

INSERT DATA {
    ex:link-buses zg:statement ex:aim-buses .
    ex:link-buses zg:evidence ex:passage-mobilitaet .
} ;

INSERT { ex:dependency-cycling-buses ?property ?value }
WHERE { ex:dependency-cycling-solar ?property ?value . FILTER (?property NOT IN (zg:to)) } ;

INSERT DATA {
    ex:dependency-cycling-buses zg:to ex:aim-buses .
}
