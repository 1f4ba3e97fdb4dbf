# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Cutting a paper into headings, statements, bullets and margin notes by its layout.

The layout is the manifest's (:class:`~zielgraph.model.strategy.LayoutRule`); nothing
here knows one paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.ingest.reading import reading_text, text_hash, vocabulary
from zielgraph.model.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.model.strategy import LayoutRule, Paper

_SENTENCE_END = re.compile(r'[.!?:)"“”]\s*\Z')
_NUMBERED = ("part", "section", "subsection")
_HEADINGS = (*_NUMBERED, "heading")
_LIFTED = ("comment",)
_BETWEEN = (*_LIFTED, "skip")


@dataclass(slots=True)
class Segment:
    """One piece of a paper.

    :param kind: kind of the layout rule that found it.
    :param notation: as printed or counted, such as ``2.1.3``; a margin note has its label.
    :param section: notation of the section that it stands in.
    :param number: which bullet of its section, counted as printed; 0 for others.
    :param text: reading text.
    :param start: first character in the paper's reading text (pieces in order, joined
        by line feeds, margin notes lifted out of the flow to the end).
    :param line: line of the file at which it begins.
    """

    kind: str
    notation: str
    section: str
    number: int
    text: str
    line: int
    start: int = 0

    @property
    def end(self) -> int:
        """The character after the last one."""
        return self.start + len(self.text)

    @property
    def hash(self) -> str:
        """Hash of the reading text."""
        return text_hash(self.text)


@dataclass(slots=True)
class _State:
    """Where the reader stands in the paper."""

    part: str = ""
    section: str = ""
    sub: str = ""
    counters: dict[str, int] = field(default_factory=dict)
    last: _Block | None = None

    def place(self) -> str:
        return ".".join(piece for piece in (self.part, self.section, self.sub) if piece)

    def count(self, key: str) -> int:
        self.counters[key] = self.counters.get(key, 0) + 1
        return self.counters[key]


@dataclass(slots=True)
class _Block:
    """Lines that belong together, before their text is put in order."""

    rule: LayoutRule
    notation: str
    section: str
    number: int
    line: int
    lines: list[str]

    @property
    def raw(self) -> str:
        """The lines, joined."""
        return "\n".join(self.lines)


def segment(text: str, paper: Paper) -> list[Segment]:
    """Cut ``text`` (from :func:`~zielgraph.ingest.reading.read_paper`) into segments.

    :returns: headings, statements and bullets in printed order, margin notes at the end.
    :raises DocumentError: if the line at which the content begins is missing.
    """
    words = vocabulary(text)
    blocks = _blocks(text, paper)
    flow = [block for block in blocks if block.rule.kind not in _BETWEEN]
    notes = [block for block in blocks if block.rule.kind in _LIFTED]
    segments: list[Segment] = []
    position = 0
    for block in [*flow, *notes]:
        found = Segment(
            block.rule.kind,
            block.notation,
            block.section,
            block.number,
            reading_text(block.raw, words),
            block.line,
            position,
        )
        position = found.end + 1
        segments.append(found)
    return segments


def begin_line(text: str, paper: Paper) -> int | None:
    """Return the index of the line at which the content of ``paper`` begins, if any does."""
    lines = enumerate(text.split("\n"))
    return next((i for i, line in lines if paper.begin.match(line.lstrip("\f"))), None)


def _blocks(text: str, paper: Paper) -> list[_Block]:
    lines = text.split("\n")
    begin = begin_line(text, paper)
    if begin is None:
        raise DocumentError("document.begin", version=paper.version, pattern=paper.begin.pattern)
    state = _State()
    blocks: list[_Block] = []
    current: _Block | None = None
    gap = True
    for number, printed in enumerate(lines[begin:], start=begin + 1):
        line = printed.lstrip("\f")  # a form feed begins a page
        if not line.strip():
            gap = True
            continue
        gap = gap or line != printed
        under = bool(blocks) and blocks[-1].rule.kind in _HEADINGS
        allowed = {"", "gap"} if gap else {""}
        rule, found = _rule(line, allowed | ({"heading"} if under else set()), paper.rules)
        if rule is not None and found is not None:
            current = _take(rule, found, line, number, state, blocks, gap=gap)
        elif current is not None:
            current.lines.append(line.strip())
        gap = False
    return blocks


def _rule(
    line: str, allowed: set[str], rules: Sequence[LayoutRule]
) -> tuple[LayoutRule | None, re.Match[str] | None]:
    for rule in rules:
        if rule.after in allowed and (found := rule.pattern.match(line)):
            return rule, found
    return None, None


def _take(  # noqa: PLR0913 - the reader's whole situation
    rule: LayoutRule,
    found: re.Match[str],
    line: str,
    number: int,
    state: _State,
    blocks: list[_Block],
    *,
    gap: bool,
) -> _Block:
    """Return the block that the line belongs to, a new one or one that goes on."""
    groups = found.groupdict()
    text = groups.get("text")
    if text is None:
        text = (line[found.end() :] if rule.kind == "bullet" else line).strip()
    if rule.kind in _NUMBERED:
        _enter(rule, groups, state)
    label = groups.get("label") or ""
    fields = {"part": state.part, "section": state.section, "sub": state.sub, "label": label}
    if going := _going_on(rule, label, _notation(rule, fields, 0), state.last, gap=gap):
        going.lines.append(text)
        return going
    count = bullet = 0
    if rule.kind not in (*_HEADINGS, *_BETWEEN):
        count = state.count(rule.notation.format(**fields, n="#"))
    if rule.kind == "bullet":
        bullet = state.count(f"bullets of {state.place()}")
    notation = _notation(rule, fields, count)
    block = _Block(rule, notation, state.place(), bullet, number, [text])
    blocks.append(block)
    if rule.kind not in _BETWEEN:
        state.last = block
    return block


def _notation(rule: LayoutRule, fields: dict[str, str], count: int) -> str:
    return re.sub(r"\.{2,}", ".", rule.notation.format(**fields, n=count)).strip(".")


def _enter(rule: LayoutRule, groups: dict[str, str | None], state: _State) -> None:
    label = groups.get("label") or ("" if "{" in rule.notation else rule.notation)
    if rule.kind == "part":
        state.part, state.section, state.sub = label, "", ""
    elif rule.kind == "section":
        state.section, state.sub = label, ""
    else:
        state.sub = chr(ord(state.sub) + 1) if state.sub else "a"


def _going_on(
    rule: LayoutRule, label: str, notation: str, last: _Block | None, *, gap: bool
) -> _Block | None:
    """Return ``last`` if it goes on here after a page end or a margin note.

    What has a printed number of its own begins something new.
    """
    if rule.kind in (*_HEADINGS, *_BETWEEN) or last is None or last.rule.kind in _HEADINGS:
        return None
    if rule.kind == last.rule.kind == "body":
        return last if notation == last.notation and "{n}" not in rule.notation else None
    ending = next((line for line in reversed(last.lines) if line), "")
    cut = gap and rule.cut and last.rule.cut and not label
    return last if cut and not _SENTENCE_END.search(ending) else None
