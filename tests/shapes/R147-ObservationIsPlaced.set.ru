# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A value is in no data set.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE WHERE { ex:observation qb:dataSet ?any }
