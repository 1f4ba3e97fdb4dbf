# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# Somebody who is not recorded answers for a revision.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:revision-link-plan zg:reviewer ?old } INSERT { ex:revision-link-plan zg:reviewer ex:nobody } WHERE { ex:revision-link-plan zg:reviewer ?old }
