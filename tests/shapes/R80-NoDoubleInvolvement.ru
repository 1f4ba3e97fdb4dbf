# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An involvement exists twice.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

INSERT { ex:involvement-plan-again ?property ?value }
WHERE { ex:involvement-plan ?property ?value }
