# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A field lies three levels deep.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA {
    ex:field-tief a zg:StrategicField .
    ex:field-tief skos:prefLabel "Tief"@de , "deep"@en .
    ex:field-tief zg:summary "Zu tief."@de , "Too deep."@en .
    ex:field-tief zg:inVersion ex:version-2026 .
    ex:field-tief zg:position 1 .
    ex:field-tief zg:subFieldOf ex:field-radverkehr .
}
