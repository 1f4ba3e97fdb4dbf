# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link is surer than sure.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-aim zg:confidence ?old }
INSERT { ex:link-aim zg:confidence 1.5 }
WHERE { ex:link-aim zg:confidence ?old }
