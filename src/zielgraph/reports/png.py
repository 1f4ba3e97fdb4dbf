# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A picture as PNG, drawn from its SVG, and the one door to the typesetter.

Typst draws with the font that comes with the program and none of the machine, so that the
same picture gives the same bytes everywhere.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from zielgraph.model.errors import ZielgraphError

if TYPE_CHECKING:
    from collections.abc import Mapping

DOTS = 220.0
"""Dots per inch of a picture that is as wide as a page."""

PAGE_WIDTH = 170.0
"""Width in millimetres at which a picture has :data:`DOTS`, its margin of 4 included."""

_MISSING = re.compile(r'the text `"(?P<text>(?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{(?P<hex>[0-9a-f]+)\}|\\(?P<char>.)")
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}

_PICTURE = b"""
#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1mm, height: auto, margin: 4mm)
#set text(font: "Source Sans Pro")
#image(bytes(data.svg), format: "svg", width: 100%)
"""


class ReportError(ZielgraphError):
    """A picture or report could not be made."""


def png(svg: str, *, dots: float = DOTS) -> bytes:
    """Return ``svg`` as PNG, :data:`PAGE_WIDTH` wide, in the proportions of the picture.

    :param dots: dots per inch.
    :raises ReportError: if ``svg`` is no picture.
    """
    return typeset(_PICTURE, {"svg": svg, "width": PAGE_WIDTH}, form="png", dots=dots)


def typeset(
    source: bytes,
    data: Mapping[str, Any],
    *,
    form: Literal["pdf", "png"],
    dots: float = DOTS,
    timestamp: int = 0,
) -> bytes:
    """Run Typst on ``source``; ``data`` reaches it as data, never as source.

    PDF is PDF/UA-1: Typst refuses what would not be accessible. A character that no font
    has is one such thing; it becomes a question mark.

    :param timestamp: when the document was made, in seconds since 1970 (UTC).
    :raises ReportError: if Typst fails.
    """
    import typst  # noqa: PLC0415 - loads slowly

    text = json.dumps(data, ensure_ascii=False)
    while True:
        try:
            made = typst.compile(
                source,  # type: ignore[misc]
                format=form,
                ppi=dots,
                sys_inputs={"data": text},
                font_paths=[_fonts()],
                ignore_system_fonts=True,
                pdf_standards=["ua-1"] if form == "pdf" else [],
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            lacking = {
                char for found in _MISSING.finditer(error.diagnostic) for char in _read(found)
            }
            cleaned = "".join("?" if char in lacking else char for char in text)
            if cleaned == text:
                raise ReportError("report.failed", reason=error.message) from error
            text = cleaned
        else:
            if not isinstance(made, bytes):
                raise ReportError("report.failed", reason=form)
            return made


def _read(found: re.Match[str]) -> str:
    """Return the text of an error message of Typst, which writes it as Rust does."""

    def char(escaped: re.Match[str]) -> str:
        if escaped["hex"]:
            return chr(int(escaped["hex"], 16))
        return _NAMED.get(escaped["char"], escaped["char"])

    return _ESCAPED.sub(char, found["text"])


@cache
def _fonts() -> str:
    """Return the folder of the font."""
    return str(resources.files("font_source_sans_pro").joinpath("files"))
