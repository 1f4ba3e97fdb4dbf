# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# The key of an area has lost its leading zero.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:area skos:notation ?old }
INSERT { ex:area skos:notation "5558" }
WHERE { ex:area skos:notation ?old }
