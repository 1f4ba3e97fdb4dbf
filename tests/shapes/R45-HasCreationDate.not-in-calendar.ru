# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link was made on 31 November.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ex:link-aim dcterms:created ?old }
INSERT { ex:link-aim dcterms:created "2026-11-31"^^xsd:date }
WHERE { ex:link-aim dcterms:created ?old }
