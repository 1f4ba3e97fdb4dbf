# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Two bodies are each placed under the other.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX org: <http://www.w3.org/ns/org#>

INSERT DATA {
    ex:town org:subOrganizationOf ex:department .
}
