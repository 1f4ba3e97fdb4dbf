# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A goal contributes to SDGs only in a roundabout way.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-solar zg:directness ?old }
INSERT { ex:link-solar zg:directness zg:indirect }
WHERE { ex:link-solar zg:directness ?old }
