# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A reason that is blank.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:revision-link-plan zg:decisionNote ?old } INSERT { ex:revision-link-plan zg:decisionNote " "@de } WHERE { ex:revision-link-plan zg:decisionNote ?old }
