# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The spreadsheet round trip: goals, links and judgements out to XLSX and back."""
