# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Two principles have one number.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { ex:passage-principle-2 skos:notation ?old }
INSERT { ex:passage-principle-2 skos:notation "A.I" }
WHERE { ex:passage-principle-2 skos:notation ?old }
