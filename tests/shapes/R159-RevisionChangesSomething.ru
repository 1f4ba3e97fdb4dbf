# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A revision that changes nothing.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE WHERE { ex:revision-link-plan zg:valueChange ex:change-link-plan-status . ex:change-link-plan-status ?property ?value }
