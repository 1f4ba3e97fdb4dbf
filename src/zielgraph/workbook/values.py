# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Values of cells: what people type, in the one form in which values are compared and stored."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

Value: TypeAlias = tuple[str, ...]
"""The values of one cell, sorted: texts, numbers as text, or IRIs; empty if there is none."""

LIMIT = 32_000
"""UTF-16 code units of text that a workbook carries in one cell (the format allows 32,767)."""

_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[^\S\n]")
_QUOTES = str.maketrans(dict.fromkeys("„“”‟«»", '"') | dict.fromkeys("‘’‚‹›`´", "'"))
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
_MINUS = str.maketrans({"−": "-", "–": "-"})


def tidy(text: str) -> str:
    r"""Return ``text`` as it is stored: composed, one kind of line end, no blanks around it.

    >>> tidy("  Grün\u200b\r\nund\u00a0gut \n") == "Grün\nund\u00a0gut"
    True
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def fold(text: str) -> str:
    r"""Return what two texts share that people would call the same.

    >>> fold("Not\u00a0measured") == fold("Not measured")
    True
    """
    return _BLANKS.sub(" ", tidy(text))


def loose(text: str) -> str:
    """Return the form in which a label that somebody typed is looked up.

    >>> loose(' „Grün“  und gut ')
    '"grün" und gut'
    """
    return " ".join(fold(text).translate(_QUOTES).split()).casefold()


def digest(value: Value) -> str:
    """Return the short fingerprint by which a workbook remembers a value.

    Not a secret: 48 bits tell the values of one cell apart.
    """
    text = "\x1f".join(fold(part) for part in value)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def fits(text: str) -> bool:
    """Tell whether a cell can hold the whole of ``text``."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LIMIT


def number_text(text: str) -> str:
    """Return the one spelling of a number, or ``text`` itself if it is none.

    >>> number_text("0.70"), number_text("1e2"), number_text("viel")
    ('0.7', '100', 'viel')
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    short = format(round(value, 6).normalize(), "f") if abs(value) < 10**15 else text
    return "0" if short == "-0" else short


def typed_number(text: str) -> str | None:
    """Return the number that people mean by ``text``, or ``None``.

    Comma and point both divide the decimals, a percent sign divides by a hundred. What could
    be a thousands separator is no number: nobody can know what was meant.

    >>> typed_number("0,7"), typed_number(" 70 % "), typed_number("1.234,5")
    ('0.7', '0.7', None)
    """
    plain = "".join(fold(text).split()).translate(_MINUS)
    share = plain.endswith("%")
    plain = plain.removesuffix("%")
    if not _NUMBER.fullmatch(plain) or len(plain) > 30:  # noqa: PLR2004 - no figure is so long
        return None
    value = Decimal(plain.replace(",", "."))
    return number_text(str(value / 100 if share else value))
