# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A confidence is above one.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:indicator-link-radwege zg:confidence ?old }
INSERT { ex:indicator-link-radwege zg:confidence 1.5 }
WHERE { ex:indicator-link-radwege zg:confidence ?old }
