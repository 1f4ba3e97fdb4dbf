# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Who changed which claim, when and why; read once per version and language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.portal.content.asking import asker
from zielgraph.portal.content.names import short

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.portal.content.asking import TextRow
    from zielgraph.portal.portal import Portal


@dataclass(slots=True)
class Change:
    """A property with its values before and after."""

    label: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Revision:
    """One decision on a claim."""

    iri: str
    claim: str
    time: str
    by: str
    note: str
    changes: dict[str, Change] = field(default_factory=dict)

    @property
    def day(self) -> str:
        """Return the day as ``2026-11-22``."""
        return self.time[:10]


def _read(portal: Portal, lang: str) -> dict[str, list[Revision]]:
    revisions: dict[str, Revision] = {}
    for row in asker(portal).ask("history-of-claim", lang=lang):
        iri = row["revision"]
        found = revisions.get(iri)
        if found is None:
            by = row["reviewer_name"] or short(row["reviewer"])
            found = Revision(iri, row["claim"], row["time"], by, row["note"])
            revisions[iri] = found
        _note(found, row)
    by_claim: dict[str, list[Revision]] = defaultdict(list)
    for revision in revisions.values():
        by_claim[revision.claim].append(revision)
    return by_claim


def _note(revision: Revision, row: TextRow) -> None:
    change = revision.changes.setdefault(
        row["property"], Change(row["property_label"] or short(row["property"]))
    )
    values = change.before if row["side"] == "before" else change.after
    values.append(row["value_label"] or row["value"])


def _german(portal: Portal) -> dict[str, list[Revision]]:
    return _read(portal, "de")


def _english(portal: Portal) -> dict[str, list[Revision]]:
    return _read(portal, "en")


def histories(portal: Portal, lang: str, claims: Iterable[str]) -> list[Revision]:
    """Return the decisions on some claims, the latest first."""
    known = portal.once(_german if lang == "de" else _english)
    found = [revision for claim in dict.fromkeys(claims) for revision in known.get(claim, ())]
    return sorted(found, key=lambda revision: (revision.time, revision.iri), reverse=True)
