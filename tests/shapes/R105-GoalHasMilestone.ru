# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A goal has no milestone.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

DELETE WHERE { ex:milestone-roofs ?property ?value }
