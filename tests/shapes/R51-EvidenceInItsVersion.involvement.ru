# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An involvement of 2026 rests on a passage of 2020.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:involvement-solar zg:evidence ?old }
INSERT { ex:involvement-solar zg:evidence ex:passage-paths-2020 }
WHERE { ex:involvement-solar zg:evidence ?old }
