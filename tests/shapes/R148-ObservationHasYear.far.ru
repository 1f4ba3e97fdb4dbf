# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A year has a digit too many.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:observation zg:referenceYear ?old }
INSERT { ex:observation zg:referenceYear "20222"^^xsd:gYear }
WHERE { ex:observation zg:referenceYear ?old }
