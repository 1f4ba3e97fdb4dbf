# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A dependency exists twice.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

INSERT { ex:dependency-solar-aim-again ?property ?value }
WHERE { ex:dependency-solar-aim ?property ?value }
