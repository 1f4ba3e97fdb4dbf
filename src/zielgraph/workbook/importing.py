# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Taking a workbook over: read, recognise, merge, validate, write – all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.editing.draft import Draft
from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import message
from zielgraph.workbook.applying import Writer
from zielgraph.workbook.facts import Facts
from zielgraph.workbook.incoming import Fault, Incoming, recognise
from zielgraph.workbook.layout import layout
from zielgraph.workbook.merging import Change, merge, value_text
from zielgraph.workbook.parsing import shortened
from zielgraph.workbook.reading import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from zielgraph.model.project import Project
    from zielgraph.workbook.layout import Column
    from zielgraph.workbook.values import Value

_CONTEXT = 20


@dataclass(slots=True)
class Outcome:
    """What an import found and did.

    :param changes: in plain words, one line per value.
    :param rows: how many rows are changed or added.
    :param notes: what is worth knowing but no fault.
    :param faults: why nothing was written, each at its cell.
    :param written: the files written.
    """

    changes: list[str] = field(default_factory=list)
    rows: int = 0
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)


def import_workbook(  # noqa: PLR0913 - who, when, why and how
    project: Project,
    path: Path,
    *,
    when: datetime,
    who: str = "",
    reason: str = "",
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Take the changes of a workbook over into ``data/``, all or none.

    :param when: the moment of the import, with its time zone.
    :param who: who edited the workbook; by default the name on its help sheet.
    :param reason: why, where neither row nor help sheet say so.
    :param dry_run: validate, but write nothing.
    :param progress: told what is being done, in the language of the moment.
    :raises WorkbookError: if the file is no workbook of these data.
    :raises SourceFilesError: if files of the project cannot be read.
    :raises EditingError: if the data change meanwhile or the disk refuses; nothing is
        written then.
    """
    incoming = recognise(path, read_workbook(path), layout())
    draft = Draft(project)  # before the facts: what changes later is noticed when it is written
    facts = Facts(project, _strategy(project, path, incoming.state.strategy))
    incoming.reason = incoming.reason or reason
    outcome, changes = examine(facts, incoming)
    name = who or incoming.person
    if changes and not name:
        outcome.faults.append(Fault(*incoming.person_at, "fault.person"))
    if outcome.faults or not changes:
        return outcome
    lang = incoming.state.language
    writer = Writer(draft, facts, who=name, when=when, reason=incoming.reason, lang=lang)
    writer.write(changes)
    report = draft.check(progress)
    if not report.conforms:
        wrong = [found for found in report.findings if found.severity == "Violation"]
        outcome.faults += [writer.fault(found) for found in wrong]
        return outcome
    if not dry_run:
        outcome.written = draft.write(progress)
    return outcome


def examine(facts: Facts, incoming: Incoming) -> tuple[Outcome, list[Change]]:
    """Compare a workbook with the data; nothing is written.

    :returns: what there is to say about it, and the changes themselves.
    """
    merged = merge(facts, incoming)
    lang = incoming.state.language
    outcome = Outcome(
        [line for change in merged.changes for line in _words(facts, change, lang)],
        len(merged.changes),
        [str(note) for note in merged.notes],
        merged.faults,
    )
    return outcome, merged.changes


def _strategy(project: Project, path: Path, name: str) -> str:
    """Return the folder that a workbook is about.

    :raises WorkbookError: if it is not here.
    """
    folders = [folder.name for folder in project.data_folders()]
    if name not in folders:
        raise WorkbookError(
            "workbook.elsewhere", path=path, name=shortened(name), known=", ".join(folders)
        )
    return name


def _words(facts: Facts, change: Change, lang: str) -> list[str]:
    """Say what changes on a row, one line per value."""
    about = {"sheet": change.title, "row": change.number, "name": change.name}
    if change.node is None:
        parts = [
            f"{message(f'column.{key}')}: {value_text(facts, value, column, lang)}"
            for key, value in change.after.items()
            if value and (column := change.sheet.column(key)).key not in change.sheet.name
        ]
        return [message("change.added", **about, values="; ".join(parts))]
    lines = []
    for key, after in change.after.items():
        column = change.sheet.column(key)
        old, new = _pair(facts, change.before[key], after, column, lang)
        values = {"column": message(f"column.{key}"), "old": old, "new": new}
        lines.append(message("change.value", **about, **values))
    return lines


def _pair(facts: Facts, before: Value, after: Value, column: Column, lang: str) -> tuple[str, str]:
    """Return two values as a message shows them; of long texts the part that differs."""
    if column.kind != "text" or not before or not after:
        return value_text(facts, before, column, lang), value_text(facts, after, column, lang)
    old, new = (" ".join("\n".join(value).split()) for value in (before, after))
    alike = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    alike = min(len(old), len(new)) if alike is None else alike
    start = old.rfind(" ", 0, max(0, alike - _CONTEXT)) + 1
    if start == 0:
        return shortened(old), shortened(new)
    return f"…{shortened(old[start:])}", f"…{shortened(new[start:])}"
