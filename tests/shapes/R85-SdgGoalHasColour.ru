# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A colour is written in small letters.

PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { sdg:13 zg:colour ?old }
INSERT { sdg:13 zg:colour "#3f7e44" }
WHERE { sdg:13 zg:colour ?old }
