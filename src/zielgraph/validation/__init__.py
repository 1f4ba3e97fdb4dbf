# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The shapes applied to the data by pyshacl, and the findings that people read."""
