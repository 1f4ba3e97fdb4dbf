# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A value names an area that is none.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:observation zg:area ?old }
INSERT { ex:observation zg:area ex:town }
WHERE { ex:observation zg:area ?old }
