# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Templates of pages: one way to read them, so that no text can become markup anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2


def templates(package: str) -> jinja2.Environment:
    """Return the templates in the folder ``templates`` of a package.

    What is put into them is escaped; a name that is not given is an error.

    >>> templates("zielgraph.diff").from_string("{{ text }}").render(text="<b>")
    '&lt;b&gt;'
    """
    import jinja2  # noqa: PLC0415 - only needed to render

    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        auto_reload=False,
    )
