# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What people see: the pages of the portal, rendered without a web framework."""
