# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# The only link of a measure is gone.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>

DELETE WHERE { ex:link-roofs ?property ?value }
