# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What people take to a council meeting: charts, tables and reports of the graph."""
