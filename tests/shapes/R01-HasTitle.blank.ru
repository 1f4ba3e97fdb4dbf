# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# The title of an SDG target is blank.

PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    sdg:11.2 skos:prefLabel "Safe transport for all"@en .
} ;

INSERT DATA {
    sdg:11.2 skos:prefLabel " "@en .
}
