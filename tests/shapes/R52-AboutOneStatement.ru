# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link is about a statement that does not exist.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT { ex:link-lost ?property ?value }
WHERE { ex:link-aim ?property ?value . FILTER (?property NOT IN (zg:statement)) } ;

INSERT DATA {
    ex:link-lost zg:statement ex:goal-missing .
}
