# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What queries of strangers may not say."""

from __future__ import annotations


def check(text: str) -> None:
    """Refuse a query that wants to reach out or to change data."""
