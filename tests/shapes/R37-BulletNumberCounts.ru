# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A bullet number is text.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:passage-plan zg:bulletNumber ?old }
INSERT { ex:passage-plan zg:bulletNumber "zwei" }
WHERE { ex:passage-plan zg:bulletNumber ?old }
