# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An indicator comes from a data set that nobody knows.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:indicator-unfaelle dcterms:isPartOf ?old }
INSERT { ex:indicator-unfaelle dcterms:isPartOf ex:elsewhere }
WHERE { ex:indicator-unfaelle dcterms:isPartOf ?old }
