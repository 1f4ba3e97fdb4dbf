# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A target has the number of an indicator.

PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { sdg:11.7 skos:notation ?old }
INSERT { sdg:11.7 skos:notation "11.7.1" }
WHERE { sdg:11.7 skos:notation ?old }
