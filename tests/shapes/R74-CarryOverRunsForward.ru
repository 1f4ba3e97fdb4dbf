# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Earlier and later statement are swapped.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:carry-over zg:earlier ?old }
INSERT { ex:carry-over zg:earlier ex:goal-cycling }
WHERE { ex:carry-over zg:earlier ?old } ;

DELETE { ex:carry-over zg:later ?old }
INSERT { ex:carry-over zg:later ex:goal-paths-2020 }
WHERE { ex:carry-over zg:later ?old }
