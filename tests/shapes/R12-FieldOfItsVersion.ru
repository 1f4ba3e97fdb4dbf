# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A goal of 2020 stands in a field that only the version of 2026 has.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA {
    ex:goal-paths-2020 zg:inField ex:field-mobilitaet .
}
