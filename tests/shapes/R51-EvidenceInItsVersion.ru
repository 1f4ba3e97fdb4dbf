# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link of 2026 rests on a passage of 2020.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-solar zg:evidence ?old }
INSERT { ex:link-solar zg:evidence ex:passage-paths-2020 }
WHERE { ex:link-solar zg:evidence ?old }
