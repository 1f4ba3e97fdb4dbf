# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A code contains a space.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:indicator-unfaelle skos:notation ?old }
INSERT { ex:indicator-unfaelle skos:notation "rad unfall" }
WHERE { ex:indicator-unfaelle skos:notation ?old }
