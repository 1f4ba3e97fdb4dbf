# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An aim stands in two fields of the same top field.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA {
    ex:aim zg:inField ex:field-energie .
    ex:field-energie a zg:StrategicField .
    ex:field-energie skos:prefLabel "Energie"@de , "energy"@en .
    ex:field-energie zg:summary "Strom und Wärme."@de , "Power and heat."@en .
    ex:field-energie zg:inVersion ex:version-2026 .
    ex:field-energie zg:position 1 .
    ex:field-energie zg:subFieldOf ex:field-klima .
}
