# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link has no creator.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

DELETE WHERE { ex:link-aim dcterms:creator ?value }
