# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An indicator has no code.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE WHERE { ex:indicator-unfaelle skos:notation ?any }
