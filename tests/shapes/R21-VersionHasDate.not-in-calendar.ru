# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A version was issued on 30 February.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ex:version-2023 dcterms:issued ?old }
INSERT { ex:version-2023 dcterms:issued "2023-02-30"^^xsd:date }
WHERE { ex:version-2023 dcterms:issued ?old }
