# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A statement carries over itself.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:carry-over zg:later ?old }
INSERT { ex:carry-over zg:later ex:goal-paths-2020 }
WHERE { ex:carry-over zg:later ?old } ;

DELETE DATA {
    ex:carry-over zg:evidence ex:passage-cycling .
}
