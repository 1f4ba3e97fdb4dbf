# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# The later statement of a carry-over does not exist.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:carry-over zg:later ?old }
INSERT { ex:carry-over zg:later ex:goal-missing }
WHERE { ex:carry-over zg:later ?old }
