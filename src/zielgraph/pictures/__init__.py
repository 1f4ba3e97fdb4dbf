# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pictures of what hangs together: to explore in a browser, and to print."""
