# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A revision with a date only.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ex:revision-link-plan prov:endedAtTime ?old } INSERT { ex:revision-link-plan prov:endedAtTime "2026-11-23"^^xsd:date } WHERE { ex:revision-link-plan prov:endedAtTime ?old }
