# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A field belongs to no version.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA {
    ex:field-neu a zg:StrategicField .
    ex:field-neu skos:prefLabel "Neu"@de , "new"@en .
    ex:field-neu zg:summary "Noch ohne Fassung."@de , "Still without a version."@en .
    ex:field-neu zg:position 4 .
}
