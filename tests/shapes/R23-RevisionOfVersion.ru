# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A version revises one that does not exist.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
    ex:version-2023 prov:wasRevisionOf ex:version-2002 .
}
