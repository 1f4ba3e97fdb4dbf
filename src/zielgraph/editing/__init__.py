# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Changing the data: every change is validated, canonical, and all or nothing."""
