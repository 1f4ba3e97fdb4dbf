# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A conflict is recorded from either side.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT { ex:dependency-conflict ?property ?value }
WHERE { ex:dependency-cycling-solar ?property ?value . FILTER (?property NOT IN (zg:dependencyKind)) } ;

INSERT { ex:dependency-conflict-back ?property ?value }
WHERE { ex:dependency-cycling-solar ?property ?value . FILTER (?property NOT IN (zg:dependencyKind, zg:from, zg:to)) } ;

INSERT DATA {
    ex:dependency-conflict zg:dependencyKind zg:conflicts .
    ex:dependency-conflict-back zg:dependencyKind zg:conflicts .
    ex:dependency-conflict-back zg:from ex:goal-solar .
    ex:dependency-conflict-back zg:to ex:goal-cycling .
}
