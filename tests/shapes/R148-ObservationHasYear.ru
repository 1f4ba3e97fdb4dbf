# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A year is an integer.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:observation zg:referenceYear ?old }
INSERT { ex:observation zg:referenceYear 2024 }
WHERE { ex:observation zg:referenceYear ?old }
