# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link has a degree of directness as its polarity.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-aim zg:polarity ?old }
INSERT { ex:link-aim zg:polarity zg:direct }
WHERE { ex:link-aim zg:polarity ?old }
