# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An involvement is of a body that is not recorded.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:involvement-plan zg:actor ?old }
INSERT { ex:involvement-plan zg:actor ex:nobody }
WHERE { ex:involvement-plan zg:actor ?old }
