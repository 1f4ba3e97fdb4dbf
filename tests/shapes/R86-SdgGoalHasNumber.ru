# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# There is an eighteenth goal.

PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { sdg:13 skos:notation ?old }
INSERT { sdg:13 skos:notation "18" }
WHERE { sdg:13 skos:notation ?old }
