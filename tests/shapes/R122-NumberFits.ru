# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Target 11.7 is put under SDG 13.

PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX sdgo: <http://metadata.un.org/sdg/ontology#>

DELETE DATA { sdg:11.7 sdgo:isTargetOf sdg:11 } ;
INSERT DATA { sdg:11.7 sdgo:isTargetOf sdg:13 }
