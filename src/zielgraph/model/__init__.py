# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Names, terms, messages, errors and the project's folders. Imports nothing of ours."""
