# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A milestone loses its German summary.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE DATA {
    ex:milestone-2035 zg:summary "Bis 2035 sind alle Radwege verbunden."@de .
}
