# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An aim of the climate section is put into the field of mobility.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE DATA { ex:aim zg:inField ex:field-klima } ;
INSERT DATA { ex:aim zg:inField ex:field-mobilitaet } ;
DELETE DATA { ex:dependency-solar-aim zg:isCrossField false } ;
INSERT DATA { ex:dependency-solar-aim zg:isCrossField true }
