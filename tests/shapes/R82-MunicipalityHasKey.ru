# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A municipality key has lost its last digit.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:neighbour zg:officialKey ?old }
INSERT { ex:neighbour zg:officialKey "9999900" }
WHERE { ex:neighbour zg:officialKey ?old }
