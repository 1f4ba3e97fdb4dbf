# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A comparison that starts from something unknown.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE DATA { ex:comparison zg:firstState ex:version-2020 } ;
INSERT DATA { ex:comparison zg:firstState ex:version-1999 }
