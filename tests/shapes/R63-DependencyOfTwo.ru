# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A goal depends on itself.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT { ex:dependency-self ?property ?value }
WHERE { ex:dependency-solar-aim ?property ?value . FILTER (?property NOT IN (zg:to)) } ;

INSERT DATA {
    ex:dependency-self zg:to ex:goal-solar .
}
