# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A revision without a time.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { ex:revision-link-plan prov:endedAtTime ?value }
