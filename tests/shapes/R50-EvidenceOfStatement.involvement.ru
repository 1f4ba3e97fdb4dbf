# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# The evidence of an involvement is a passage where the statement does not stand.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE DATA { ex:involvement-solar zg:evidence ex:passage-solar } ;
INSERT DATA { ex:involvement-solar zg:evidence ex:passage-cycling }
