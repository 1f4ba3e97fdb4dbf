# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What hangs together across the fields: layers of dependencies, and the analyses of them."""
