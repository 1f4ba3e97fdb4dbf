# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Papers on the user's disk: read, cut into statements, compared with the graph."""
