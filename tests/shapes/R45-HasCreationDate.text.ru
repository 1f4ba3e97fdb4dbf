# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# The date of a link is text.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

DELETE { ex:link-aim dcterms:created ?old }
INSERT { ex:link-aim dcterms:created "22.11.2026" }
WHERE { ex:link-aim dcterms:created ?old }
