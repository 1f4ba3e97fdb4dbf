# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The query library: files in ``queries/``, their parameters and their results."""
