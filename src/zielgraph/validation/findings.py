# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A finding of the validation, and how findings are written."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.messages import language, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEVERITIES = ("Violation", "Warning", "Info")
"""From grave to light. A violation breaks use; the others ask a manager to improve."""

COLUMNS = ("severity", "requirement", "node", "path", "value", "message", "file", "line")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one requirement on one node.

    :param severity: one of :data:`SEVERITIES`.
    :param requirement: local name of the shape, such as ``R12-LinkHasTarget``.
    :param node: IRI of what is judged.
    :param path: IRI of the property, or empty.
    :param value: the value at fault, or empty.
    :param texts: message by language.
    :param file: the file that says it, relative to the project, or empty.
    :param line: line at which the node begins there, 0 if unknown.
    """

    severity: str
    requirement: str
    node: str
    path: str
    value: str
    texts: Mapping[str, str]
    file: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The message in the language of the moment."""
        return self.texts.get(language()) or next(iter(self.texts.values()), "")

    def one_line(self) -> str:
        """Return place, message and node in one line."""
        where = f"{self.file}:{self.line}: " if self.file else ""
        value = f" ({self.value})" if self.value and self.value != self.node else ""
        return f"{where}{self.text}{value} – <{self.node}>"

    def row(self) -> list[str]:
        """Return the cells in the order of :data:`COLUMNS`."""
        return [
            self.severity,
            self.requirement,
            self.node,
            self.path,
            self.value,
            self.text,
            self.file,
            str(self.line or ""),
        ]


def count_by_severity(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how many findings each severity has, graver ones first, zero included."""
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


def findings_csv(findings: Sequence[Finding]) -> str:
    """Return all findings as CSV with the columns :data:`COLUMNS`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(finding.row() for finding in findings)
    return out.getvalue()


def findings_json(findings: Sequence[Finding]) -> str:
    """Return all findings as a JSON array with both languages."""
    rows = [
        dict(zip(COLUMNS, finding.row(), strict=True)) | {"messages": dict(finding.texts)}
        for finding in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def findings_table(findings: Sequence[Finding], limit: int = 10) -> str:
    """Return a text: violations and warnings one by one, infos counted by requirement.

    :param limit: of each requirement this many findings are shown, the rest counted.
    """
    blocks = []
    for severity in SEVERITIES[:2]:
        by_requirement: dict[str, list[str]] = {}
        for found in findings:
            if found.severity == severity:
                by_requirement.setdefault(found.requirement, []).append(f"  {found.one_line()}")
        lines: list[str] = []
        for entries in by_requirement.values():
            lines += entries[:limit]
            if len(entries) > limit:
                lines.append("  " + message("validate.more", count=len(entries) - limit))
        if lines:
            blocks.append("\n".join([message(f"validate.{severity.lower()}"), *lines]))
    infos = Counter((f.requirement, f.text) for f in findings if f.severity == "Info")
    if infos:
        lines = [f"  {count:4d} × {text}" for (_, text), count in sorted(infos.items())]
        blocks.append("\n".join([message("validate.info"), *lines]))
    counts = count_by_severity(findings)
    blocks.append(
        message(
            "validate.summary",
            violations=counts["Violation"],
            warnings=counts["Warning"],
            infos=counts["Info"],
        )
    )
    return "\n\n".join(blocks) + "\n"
