# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The usual slip in a query: a prefix that no ``PREFIX`` line declares.

The engine only says how far it could read, so the reason is looked for once a query has failed.
"""

from __future__ import annotations

import re

# Each alternative takes all that it can at once, so that hostile texts cost no more than long ones.
_PIECE = re.compile(
    r"""\#[^\r\n]*
    |<[^<>"{}|^`\\\x00-\x20]*>
    |\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''
    |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+'
    |[?$@]\w+|_:[\w.-]*|\d[\w.+-]*
    |(?P<word>[^\W\d_][\w.-]*+)?(?P<local>:[\w.:%\\-]*+)
    |(?P<plain>[^\W\d_][\w.-]*+)""",
    re.VERBOSE | re.DOTALL,
)


def undeclared_prefix(text: str) -> tuple[str, int] | None:
    """Return the first prefix that a query uses but declares nowhere, and where it stands.

    The place is counted in characters from 0.

    >>> undeclared_prefix("PREFIX a: <http://a/> ASK { ?s a:b c:d }")
    ('c', 35)
    >>> undeclared_prefix('ASK { ?s ?p "c:d" } # e:f')
    """
    declared, used = set(), []
    before = ""
    for found in _PIECE.finditer(text):
        if found["local"]:
            prefix = found["word"] or ""
            if before == "prefix" and found["local"] == ":":
                declared.add(prefix)
            else:
                used.append((prefix, found.start()))
        before = (found["plain"] or "").casefold()
    return next((each for each in used if each[0] not in declared), None)
