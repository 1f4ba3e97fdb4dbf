# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A definition is there in German only.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:indicator-unfaelle skos:definition ?text }
WHERE { ex:indicator-unfaelle skos:definition ?text . FILTER (lang(?text) = "en") }
