# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link measures a target that does not exist.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:indicator-link-radwege zg:measures ?old }
INSERT { ex:indicator-link-radwege zg:measures sdg:11.99 }
WHERE { ex:indicator-link-radwege zg:measures ?old }
