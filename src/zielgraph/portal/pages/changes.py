# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What changes between two versions of the papers, statement by statement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from zielgraph.diff.compare import compare
from zielgraph.diff.page import SIGNS, pieces
from zielgraph.diff.report import make_report
from zielgraph.diff.states import State
from zielgraph.model.messages import LANGUAGES, message
from zielgraph.portal.page import BadParameterError, Moved, Page, PageNotFoundError, Route
from zielgraph.portal.pages.things import with_page
from zielgraph.portal.parameters import refuse_unknown
from zielgraph.portal.published import published
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zielgraph.diff.compare import Comparison
    from zielgraph.diff.page import Piece
    from zielgraph.diff.report import Report
    from zielgraph.diff.wording import Line
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_SHORT = 60
"""Characters of both values together that still stand on one line."""


@dataclass(slots=True)
class Versions:
    """The versions of all papers, and the comparisons that somebody asked for.

    :param labels: label by language, by IRI, the earliest first.
    """

    labels: dict[str, dict[str, str]]
    issued: dict[str, str]
    _made: dict[tuple[str, str, str], Report] = field(default_factory=dict)
    _compared: dict[tuple[str, str], Comparison] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, name: str) -> str | None:
        """Return the version whose IRI ends in ``name``, if there is just one."""
        found = [iri for iri in self.labels if iri == name or iri.rpartition("/")[2] == name]
        return found[0] if len(found) == 1 else None

    def report(self, portal: Portal, before: str, after: str, lang: str) -> Report:
        """Return what differs, in the language of the moment."""
        project, store = portal.graph.project, portal.graph.store
        assert isinstance(store, EmbeddedStore)  # noqa: S101 - portals have built graphs
        with self._lock:
            if (before, after) not in self._compared:
                states = [
                    State("version", self.labels[iri], iri, store, frozenset(), version=iri)
                    for iri in (before, after)
                ]
                self._compared[before, after] = compare(project, states[0], states[1])
            if (before, after, lang) not in self._made:
                compared = self._compared[before, after]
                self._made[before, after, lang] = make_report(project, compared)
            return self._made[before, after, lang]


def versions(portal: Portal) -> Versions:
    """Read the versions; for :meth:`zielgraph.portal.portal.Portal.once`."""
    labels: dict[str, dict[str, str]] = {}
    issued: dict[str, str] = {}
    for lang in LANGUAGES:
        for row in reversed(portal.graph.query("versions", lang=lang)):
            labels.setdefault(str(row["version"]), {})[lang] = str(row["label"])
            issued[str(row["version"])] = "" if row["issued"] is None else str(row["issued"])
    return Versions(labels, issued)


def changes(portal: Portal, request: Request) -> Page | Moved:
    """Return the comparison of the latest two versions, or go to the one that is asked for."""
    refuse_unknown(request.query, ("from", "to"))
    known = portal.once(versions)
    latest = list(known.labels)[-2:]
    names = [request.query.get("from", ""), request.query.get("to", "")]
    if any(names):
        ends = [known.find(name) for name in names]
        for name, end in zip(("from", "to"), ends, strict=True):
            if end is None:
                shown = ", ".join(iri.rpartition("/")[2] for iri in known.labels)
                value = request.query.get(name, "")[:_SHORT]
                raise BadParameterError("parameters.choice", name=name, value=value, known=shown)
        first, second = (str(end).rpartition("/")[2] for end in ends)
        return Moved(f"/{request.lang}/changes/{first}/{second}")
    if len(latest) < 2:  # noqa: PLR2004 - nothing to compare with
        return Page(
            "changes.html", message("changes.title"), _context(portal, known), section="changes"
        )
    return _page(portal, request, latest[0], latest[1])


def between(portal: Portal, request: Request, before: str, after: str) -> Page:
    """Return the comparison of two versions."""
    known = portal.once(versions)
    ends = known.find(before), known.find(after)
    if ends[0] is None or ends[1] is None:
        raise PageNotFoundError("portal.no_page", path=request.path[:200])
    names = [known.labels[end][request.lang] for end in (ends[0], ends[1])]
    title = message("changes.between", before=names[0], after=names[1])
    return replace(_page(portal, request, ends[0], ends[1]), title=title)


def _page(portal: Portal, request: Request, before: str, after: str) -> Page:
    known = portal.once(versions)
    report = known.report(portal, before, after, request.lang)
    context = _context(portal, known) | {
        "report": report,
        "known": portal.once(with_page),
        "before": before,
        "after": after,
        "sign_class": SIGNS.__getitem__,
        "sign_word": lambda sign: message(f"diffsign.{SIGNS[sign]}"),
        "sides": _sides,
        "is_short": _is_short,
    }
    return Page("changes.html", message("changes.title"), context, section="changes")


def _context(portal: Portal, known: Versions) -> dict[str, Any]:
    return {
        "report": None,
        "labels": known.labels,
        "issued": known.issued,
        "end": _end,
        "releases": published(portal).releases.all(),
    }


def _end(iri: str) -> str:
    return iri.rpartition("/")[2]


def _is_short(line: Line) -> bool:
    both = bool(line.old and line.new)
    return both and not line.language and len(line.old) + len(line.new) < _SHORT


def _sides(line: Line) -> Sequence[tuple[str, str, Sequence[Piece]]]:
    """Return what was said before and is said now: element, heading, parts."""
    old, new = pieces(line.old, line.new)
    both = (("del", message("diff.from"), old), ("ins", message("diff.to"), new))
    return [side for side in both if side[2]]


def _every(portal: Portal) -> Iterable[str]:
    found = [_end(iri) for iri in portal.once(versions).labels]
    return [f"changes/{a}/{b}" for n, a in enumerate(found) for b in found[n + 1 :]]


ROUTES = (Route("changes", changes), Route("changes/{before}/{after}", between, _every))
