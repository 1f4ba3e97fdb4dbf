# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""From the files of a project to a validated graph on disk: all of it or nothing."""
