# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A judgement is about a goal as a whole.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ex:remit-11-2 zg:sdgItem ?old } INSERT { ex:remit-11-2 zg:sdgItem sdg:11 . ex:remit-new a zg:RemitJudgement ; zg:sdgItem sdg:11.2 ; zg:remit zg:withinRemit ; zg:justification "Die Stadt hat dafür eigene Aufgaben und Mittel."@de , "The town has tasks and means of its own for it."@en ; zg:method zg:twoPassReading ; zg:basis zg:judged ; zg:status zg:accepted ; dcterms:creator <https://w3id.org/zielgraph> ; dcterms:created "2026-11-22"^^xsd:date . } WHERE { ex:remit-11-2 zg:sdgItem ?old }
