# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A goal has no dependency.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

DELETE WHERE { ex:dependency-paths-principle ?property ?value }
