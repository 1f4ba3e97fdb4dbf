# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A value change without any value.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:change-link-plan-status zg:oldValue ?old ; zg:newValue ?new } WHERE { ex:change-link-plan-status zg:oldValue ?old ; zg:newValue ?new }
