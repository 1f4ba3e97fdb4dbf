# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A threshold is text.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:milestone-roofs zg:thresholdValue ?old }
INSERT { ex:milestone-roofs zg:thresholdValue "hundert" }
WHERE { ex:milestone-roofs zg:thresholdValue ?old }
