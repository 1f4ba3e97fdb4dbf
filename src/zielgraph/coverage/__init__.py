# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the strategy gives to the SDGs: the matrix, and how far two readers agreed."""
