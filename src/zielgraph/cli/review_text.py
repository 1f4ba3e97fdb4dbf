# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Claims and their history in words, for the terminal."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

import click

from zielgraph.model.messages import catalogue, language, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zielgraph.store.base import Row

_INDENT = "  "
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def claims_text(rows: Sequence[Row]) -> str:
    """Return the claims of ``review-queue`` or ``needs-review``, each in two or three lines."""
    lines = []
    for row in rows:
        kind = message(f"claim.{str(row['what']).replace('-', '_')}")
        relation = row.get("relation")
        said = message(
            "review.line",
            kind=kind if relation is None else f"{kind} ({plain(str(relation))})",
            title=_joined(row, "notation", "title"),
            other=_joined(row, "other_notation", "other_title"),
        )
        facts = [said]
        if row.get("state") is not None:
            facts.append(message(f"decision.{row['state']}"))
        if row.get("confidence") is not None:
            facts.append(message("review.sure", percent=percent(str(row["confidence"]))))
        lines += [click.style(short(str(row["claim"])), bold=True), _INDENT + ", ".join(facts)]
        if row.get("justification") is not None:
            lines.append(_INDENT + plain(str(row["justification"])))
    return "\n".join([*lines, "", message("review.count", count=len(rows)), ""])


def claim_text(rows: Sequence[Row], headings: Mapping[str, str]) -> str:
    """Return the facts of one claim, a line each, from ``provenance-of-link``.

    :param headings: what to call each aspect.
    """
    node = str(rows[0]["link"])
    lines = [click.style(short(node), bold=True), f"{_INDENT}<{node}>"]
    for aspect, group in groupby(rows, key=lambda row: str(row["aspect"])):
        facts = list(group)
        heading = headings.get(aspect) or message(f"review.{aspect}")
        heading = heading.removeprefix("has ")  # the property "has basis" tells the basis
        values = "; ".join(_value(aspect, str(row["value"]), row.get("label")) for row in facts)
        lines.append(f"{_INDENT}{heading}: {values}")
    return "\n".join(lines) + "\n"


def history_text(rows: Sequence[Row]) -> str:
    """Return the revisions of ``history-of-claim``: who and when, what, why; empty if none."""
    blocks = []
    for _, group in groupby(rows, key=lambda row: str(row["revision"])):
        entries = list(group)
        first = entries[0]
        moment = str(first["time"]).replace("T", " ").replace("Z", " UTC")
        who = plain(str(first.get("reviewer_name") or short(str(first["reviewer"]))))
        head = f"{moment} · {who} · {short(str(first['claim']))}"
        lines = [click.style(head, bold=True)]
        for name, changed in groupby(entries, key=lambda row: str(row["property"])):
            values = list(changed)
            heading = _heading(name, values[0].get("property_label"))
            before, after = (
                "; ".join(_changed(name, row) for row in values if str(row["side"]) == side)
                for side in ("before", "after")
            )
            lines.append(f"{_INDENT}{heading}: {before or '–'} → {after or '–'}")
        if first.get("note") is not None:
            lines.append(_INDENT + message("review.note", text=plain(str(first["note"]))))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _heading(name: str, label: object) -> str:
    """Return what to call a property; those of other ontologies have a name of ours, or none."""
    if label is not None:
        return str(label)
    key = f"review.{short(name).rsplit('/', 1)[-1]}"
    return message(key) if key in catalogue() else short(name)


def _changed(name: str, row: Row) -> str:
    tag = str(row.get("value_lang") or "")
    aspect = name.replace("#", "/").rsplit("/", 1)[-1]
    said = _value(aspect, str(row["value"]), row.get("value_label"))
    return f"{said} ({tag})" if tag else said


def _value(aspect: str, value: str, label: object) -> str:
    if aspect == "confidence":
        return percent(value)
    if label is not None:
        return plain(str(label))
    return short(value) if value.startswith(("http://", "https://")) else plain(value)


def _joined(row: Row, *names: str) -> str:
    return " ".join(plain(str(row[name])) for name in names if row.get(name) is not None)


def percent(value: str) -> str:
    r"""Return a share of one in per cent, as one writes it in the language of the moment.

    >>> percent("0.65")
    '65\xa0%'
    """
    try:
        number = f"{float(value) * 100:.4g}"
    except ValueError:
        return plain(value)
    if language() == "de":
        number = number.replace(".", ",")
    return message("share.percent", value=number)


def short(iri: str) -> str:
    """Return the end of an IRI, by which the commands know a claim.

    >>> short("https://w3id.org/zielgraph/id/lindental/link/radwege-11.2")
    'link/radwege-11.2'
    >>> short("https://w3id.org/zielgraph/ontology#status")
    'status'
    """
    if "#" in iri:
        return plain(iri.rsplit("#", 1)[-1])
    return plain("/".join(iri.rstrip("/").rsplit("/", 2)[1:]))


def plain(text: str) -> str:
    r"""Return ``text`` on one line, without signs that command a terminal or turn the writing.

    >>> plain("a\x1b[31m\u202eb\n c")
    'a�[31m�b c'
    """
    words = " ".join(text.split())
    return "".join(_REPLACED if _commands(char) else char for char in words)


def _commands(char: str) -> bool:
    turns = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
    return turns or unicodedata.category(char) in {"Cc", "Cs"}
