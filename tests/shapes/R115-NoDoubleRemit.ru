# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Two judgements on one target.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { ex:remit-second a zg:RemitJudgement ; zg:sdgItem sdg:11.2 ; zg:remit zg:outsideRemit ; zg:justification "Das ist allein Sache des Bundes, nicht der Stadt."@de , "That is a matter of the federation alone."@en ; zg:method zg:twoPassReading ; zg:basis zg:judged ; zg:status zg:accepted ; dcterms:creator <https://w3id.org/zielgraph> ; dcterms:created "2026-11-22"^^xsd:date . }
