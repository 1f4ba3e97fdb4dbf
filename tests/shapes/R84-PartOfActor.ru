# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A department belongs to a body that is not recorded.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE { ex:department org:unitOf ?old }
INSERT { ex:department org:unitOf ex:nobody }
WHERE { ex:department org:unitOf ?old }
