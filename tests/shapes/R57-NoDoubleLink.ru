# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A link exists twice.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

INSERT { ex:link-aim-again ?property ?value }
WHERE { ex:link-aim ?property ?value }
