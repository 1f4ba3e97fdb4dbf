# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A topic has two German titles.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
    ex:topic-verkehr skos:prefLabel "Verkehrswesen"@de .
}
