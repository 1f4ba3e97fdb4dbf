# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link is only proposed.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-aim zg:status ?old }
INSERT { ex:link-aim zg:status zg:proposed }
WHERE { ex:link-aim zg:status ?old }
