# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link names a target that does not exist.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-aim zg:sdgItem ?old }
INSERT { ex:link-aim zg:sdgItem sdg:11.99 }
WHERE { ex:link-aim zg:sdgItem ?old }
