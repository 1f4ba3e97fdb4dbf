# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link is justified in German only.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-aim zg:justification ?text }
WHERE { ex:link-aim zg:justification ?text . FILTER (lang(?text) = "en") }
