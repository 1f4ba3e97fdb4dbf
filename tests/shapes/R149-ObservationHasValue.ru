# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A value is a text.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:observation zg:value ?old }
INSERT { ex:observation zg:value "12,5" }
WHERE { ex:observation zg:value ?old }
