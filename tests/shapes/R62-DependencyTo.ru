# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency ends nowhere.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT { ex:dependency-lost ?property ?value }
WHERE { ex:dependency-cycling-solar ?property ?value . FILTER (?property NOT IN (zg:to)) }
