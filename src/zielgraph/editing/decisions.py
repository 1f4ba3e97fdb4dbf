# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Decisions on claims: accepted, rejected, confirmed or open again, by whom, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from zielgraph.editing.history import NOTE, STATUS, agent, revise
from zielgraph.model.errors import EditingError, InvalidTermError
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from zielgraph.editing.draft import Draft
    from zielgraph.model.terms import Triple

_TYPE = Iri(PREFIXES["rdf"] + "type")
_PROGRAM = Iri(PREFIXES["prov"] + "SoftwareAgent")
_WITH_REASON = {"rejected", "proposed"}
"""What takes a claim out of what counts, or back to the open questions, must say why."""

_SETTLED = {
    "accepted": {"accepted", "confirmed"},
    "confirmed": {"confirmed"},
    "rejected": {"rejected"},
    "proposed": {"proposed"},
}
"""What each decision would leave as it is: whoever accepts takes no confirmation back."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one claim.

    :param claim: its IRI.
    :param before: its status up to now, the local name of a ``zg:ReviewStatus``.
    :param after: its status from now on; the same if nothing changes.
    :param revision: what records it, if something changes.
    """

    claim: Iri
    before: str
    after: str
    revision: Iri | None


def find_claims(draft: Draft, names: Iterable[str]) -> list[Iri]:
    """Return the claims of ``names``, each once, in the order given.

    :param names: IRIs, or their ends as lists print them (``radwege-11.2``,
        ``link/radwege-11.2``, ``remit/11.2``).
    :raises EditingError: if one is no claim, or fits several.
    """
    claims = [node for node in draft.subjects() if _status(draft.triples(node))]
    found: dict[Iri, None] = {}
    for name in names:
        found[_find(draft, claims, name.strip())] = None
    return list(found)


def _find(draft: Draft, claims: Sequence[Iri], name: str) -> Iri:
    try:
        exact = [draft.iri(name)] if ":" in name else []
    except InvalidTermError:
        exact = []
    fitting = [claim for claim in claims if claim in exact]
    ends = (f"/{name}", f"#{name}")
    fitting = fitting or [claim for claim in claims if name and claim.value.endswith(ends)]
    if len(fitting) > 1:
        known = ", ".join(_end(claim) for claim in fitting)
        raise EditingError("review.several", name=name, known=known)
    if not fitting:
        short = {claim.value.rsplit("/", 1)[-1]: _end(claim) for claim in claims}
        near = get_close_matches(name.rsplit("/", 1)[-1], short, n=3, cutoff=0.5)
        known = ", ".join(short[match] for match in near) or "–"
        raise EditingError("review.unknown", name=name, near=known)
    return fitting[0]


def _end(claim: Iri) -> str:
    return "/".join(claim.value.rsplit("/", 2)[1:])


def _status(triples: Iterable[Triple]) -> str:
    return next((str(o).removeprefix(ZG) for _, p, o in triples if p == STATUS), "")


def decide(  # noqa: PLR0913 - who, when, why and what are what a decision is
    draft: Draft,
    claims: Iterable[Iri],
    status: str,
    *,
    who: Iri | str,
    when: datetime,
    note: Mapping[str, str] | None = None,
) -> list[Decision]:
    """Give ``claims`` a status in the draft and record each change.

    An earlier ``zg:decisionNote`` on the claim goes to the history: it gave the reason of
    another decision. The new reason stands on the revision, in the language it was written in.

    :param status: ``accepted``, ``confirmed`` (by the local government itself), ``rejected``, or
        ``proposed`` to open the question again.
    :raises EditingError: if a rejection or reopening has no reason, a program is to confirm, or
        ``who`` is no name or the name of several.
    """
    reasons = {tag: text.strip() for tag, text in (note or {}).items() if text.strip()}
    if status in _WITH_REASON and not reasons:
        raise EditingError(f"review.reason_{status}")
    decisions: list[Decision] = []
    reviewer: Iri | None = None
    for claim in claims:
        before = draft.triples(claim)
        old = _status(before)
        if old in _SETTLED[status]:
            decisions.append(Decision(claim, old, old, None))
            continue
        reviewer = agent(draft, who if reviewer is None else reviewer, draft.folder(claim).name)
        if status == "confirmed" and (reviewer, _TYPE, _PROGRAM) in draft.triples(reviewer):
            raise EditingError("review.program", name=who)
        after = [triple for triple in before if triple[1] not in {STATUS, NOTE}]
        after.append((claim, STATUS, Iri(ZG + status)))
        revision = revise(draft, claim, after, who=reviewer, when=when, note=reasons)
        decisions.append(Decision(claim, old, status, revision))
    return decisions
