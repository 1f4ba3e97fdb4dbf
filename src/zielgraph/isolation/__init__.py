# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Queries of strangers: run in worker processes that can be killed and cannot reach out."""
