# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A judgement has a property of another class.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { ex:remit-11-2 zg:strength 2 }
