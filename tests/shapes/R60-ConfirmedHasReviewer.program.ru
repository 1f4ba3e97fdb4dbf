# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link is confirmed by a program.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT { ?reviewer a prov:SoftwareAgent } WHERE { ex:link-cycling zg:reviewer ?reviewer }
