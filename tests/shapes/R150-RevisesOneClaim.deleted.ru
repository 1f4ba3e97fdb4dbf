# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A revision of a link that was deleted.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:revision-link-plan zg:revises ?old } INSERT { ex:revision-link-plan zg:revises ex:link-that-is-gone } WHERE { ex:revision-link-plan zg:revises ?old }
