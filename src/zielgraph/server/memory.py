# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Keeps the memory of a process small that holds much and replaces it now and then."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def settle() -> None:
    """Give back what nothing uses any more, and look no further at what is there now.

    What a version of the graph is read into stays as long as the version, yet Python would look
    through all of it again and again, each time for as long as many pages take to be made.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    with suppress(AttributeError, OSError):  # another libc has no such function
        ctypes.CDLL(None).malloc_trim(0)
