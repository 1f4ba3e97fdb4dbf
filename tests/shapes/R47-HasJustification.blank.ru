# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A justification is made of blanks.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-cycling zg:justification ?text }
INSERT { ex:link-cycling zg:justification "                         "@de }
WHERE { ex:link-cycling zg:justification ?text . FILTER (lang(?text) = "de") }
