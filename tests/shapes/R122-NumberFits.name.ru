# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Target 11.7 carries the number of another.

PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { sdg:11.7 skos:notation "11.7" } ;
INSERT DATA { sdg:11.7 skos:notation "11.6" }
