# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Who changed which claim, when, why, and from what to what: kept in the data beside the claim.

A ``zg:Revision`` (a ``prov:Activity``) goes to ``revisions.ttl`` in the folder of the claim,
a reviewer whom no file knows yet to ``agents.ttl`` there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC
from typing import TYPE_CHECKING

from zielgraph.model.errors import EditingError
from zielgraph.model.files import files_in
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.names import DATA_BASE, PREFIXES, ZG
from zielgraph.model.terms import XSD, Iri, Literal, Term, Triple
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from zielgraph.editing.draft import Draft

_TYPE = Iri(PREFIXES["rdf"] + "type")
_LABEL = Iri(PREFIXES["skos"] + "prefLabel")
_AGENT = Iri(PREFIXES["prov"] + "Agent")
_ENDED = Iri(PREFIXES["prov"] + "endedAtTime")
_BELOW = Iri(PREFIXES["rdfs"] + "subClassOf")
_REVISION, _VALUE_CHANGE = Iri(ZG + "Revision"), Iri(ZG + "ValueChange")
_REVISES, _CHANGE = Iri(ZG + "revises"), Iri(ZG + "valueChange")
_PROPERTY, _OLD, _NEW = Iri(ZG + "changedProperty"), Iri(ZG + "oldValue"), Iri(ZG + "newValue")
REVIEWER, STATUS, NOTE = Iri(ZG + "reviewer"), Iri(ZG + "status"), Iri(ZG + "decisionNote")

_LONGEST_NAME = 200
_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def revise(  # noqa: PLR0913 - who, when, why and what are what a revision is
    draft: Draft,
    claim: Iri | str,
    after: Iterable[Triple],
    *,
    who: Iri | str,
    when: datetime,
    note: Mapping[str, str] | None = None,
) -> Iri | None:
    """Let the data say ``after`` about a claim, with ``who`` as its reviewer, and record it.

    :param after: all triples of the claim; a reviewer among them is replaced by ``who``.
    :param who: IRI or name of the person or body that answers for it. For many claims, find
        the IRI once with :func:`agent`.
    :param when: a moment with its time zone.
    :param note: why, by language; one language is enough.
    :returns: the revision, or ``None`` if nothing but the reviewer would differ; the data
        are left alone then.
    :raises EditingError: if the claim is unknown, or the name is none or fits several.
    """
    node = draft.iri(claim)
    before = draft.triples(node)
    wanted = {(s, p, o) for s, p, o in after if p != REVIEWER}
    if wanted == {t for t in before if t[1] != REVIEWER}:
        return None
    reviewer = agent(draft, who, draft.folder(node).name)
    wanted.add((node, REVIEWER, reviewer))
    draft.replace(node, wanted)
    return record(draft, node, before, draft.triples(node), who=reviewer, when=when, note=note)


def record(  # noqa: PLR0913 - who, when, why and what are what a revision is
    draft: Draft,
    claim: Iri | str,
    before: Iterable[Triple],
    after: Iterable[Triple],
    *,
    who: Iri | str,
    when: datetime,
    note: Mapping[str, str] | None = None,
) -> Iri | None:
    """Record that a claim was changed from ``before`` to ``after``; the claim must be in the draft.

    What is new altogether has an empty ``before``. What disappears cannot be recorded: claims
    are rejected, not deleted.

    :returns: the revision, ``<base><folder>/revision/<claim>-<n>``, or ``None`` if the two
        do not differ.
    :raises EditingError: if the claim is unknown, or the name is none or fits several.
    :raises ValueError: if ``when`` has no time zone, or ``note`` another language than ours.
    """
    node = draft.iri(claim)
    if when.tzinfo is None or not set(note or ()) <= set(LANGUAGES):
        raise ValueError(when, note)
    old, new = _values(before), _values(after)
    changed = sorted(p for p in {*old, *new} if old.get(p) != new.get(p))
    if not changed:
        return None
    folder = draft.folder(node).name
    name = _free(draft, f"{DATA_BASE}{folder}/revision/{_slug_of(node, folder)}")
    revision = Iri(name)
    moment = when.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    triples: list[Triple] = [
        (revision, _TYPE, _REVISION),
        (revision, _REVISES, node),
        (revision, REVIEWER, agent(draft, who, folder)),
        (revision, _ENDED, Literal(f"{moment.isoformat()}Z", datatype=XSD + "dateTime")),
        *((revision, NOTE, Literal(text, tag)) for tag, text in (note or {}).items() if text),
    ]
    file = draft.project.data / folder / "revisions.ttl"
    short: dict[str, int] = {}
    for prop in changed:
        local = re.split(r"[/#]", prop.value)[-1]
        short[local] = short.get(local, 0) + 1
        ending = local if short[local] == 1 else f"{local}-{short[local]}"
        part = Iri(name.replace("/revision/", "/value-change/", 1) + f"-{ending}")
        gone = old.get(prop, frozenset()) - new.get(prop, frozenset())
        come = new.get(prop, frozenset()) - old.get(prop, frozenset())
        draft.add(
            file,
            part,
            [
                (part, _TYPE, _VALUE_CHANGE),
                (part, _PROPERTY, prop),
                *((part, _OLD, value) for value in gone),
                *((part, _NEW, value) for value in come),
            ],
        )
        triples.append((revision, _CHANGE, part))
    draft.add(file, revision, triples)
    return revision


def agent(draft: Draft, who: Iri | str, folder: str) -> Iri:
    """Return the person or body of a name, recorded in ``agents.ttl`` of ``folder`` if it is new.

    :param who: its IRI, its name in either language (capitals do not matter), or the end of its
        IRI such as ``actor/jugendamt``.
    :raises EditingError: if it is unknown as an IRI, no name at all, or fits several.
    """
    if isinstance(who, Iri):
        if who not in draft:
            raise EditingError("editing.unknown", subject=who, path="data")
        return draft.iri(who)
    name = " ".join(unicodedata.normalize("NFC", who).split())
    if not name or len(name) > _LONGEST_NAME or not any(char.isalnum() for char in name):
        raise EditingError("editing.name", name=name[:_LONGEST_NAME], limit=_LONGEST_NAME)
    known = _agents(draft)
    found = [node for node, labels in known.items() if name.casefold() in labels]
    found = found or [node for node in known if node.value.endswith(f"/{name}")]
    if len(found) > 1:
        ends = ", ".join("/".join(node.value.rsplit("/", 2)[1:]) for node in found)
        raise EditingError("editing.names", name=name, known=ends)
    if found:
        return found[0]
    new = Iri(_unused(draft, f"{DATA_BASE}agent/{slug(name)}"))
    labels: list[Triple] = [(new, _LABEL, Literal(name, tag)) for tag in LANGUAGES]
    draft.add(draft.project.data / folder / "agents.ttl", new, [(new, _TYPE, _AGENT), *labels])
    return new


def _agents(draft: Draft) -> dict[Iri, set[str]]:
    """Return everybody who can review, with the names in small letters."""
    below: dict[Term, set[Iri]] = {}
    for path in files_in(draft.project.ontology, ".ttl"):
        for s, p, o in read_turtle(path).triples:
            if p == _BELOW and isinstance(s, Iri):
                below.setdefault(o, set()).add(s)
    kinds, left = set[Iri](), [_AGENT]
    while left:
        kind = left.pop()
        if kind not in kinds:
            kinds.add(kind)
            left += sorted(below.get(kind, ()))
    found: dict[Iri, set[str]] = {}
    for node in draft.subjects():
        triples = draft.triples(node)
        if any(p == _TYPE and o in kinds for _, p, o in triples):
            found[node] = {
                " ".join(unicodedata.normalize("NFC", str(o)).split()).casefold()
                for _, p, o in triples
                if p == _LABEL
            }
    return found


def slug(name: str) -> str:
    """Return ``name`` as the last part of an IRI.

    >>> slug("Klimamanagement, Frau Größe-Ünal")
    'klimamanagement-frau-groesse-uenal'
    >>> slug("李").startswith("x")
    True
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_TRANSLITERATED))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(words) or "x" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _values(triples: Iterable[Triple]) -> dict[Iri, frozenset[Term]]:
    found: dict[Iri, set[Term]] = {}
    for _, predicate, value in triples:
        found.setdefault(predicate, set()).add(value)
    return {predicate: frozenset(values) for predicate, values in found.items()}


def _slug_of(claim: Iri, folder: str) -> str:
    """Return what tells a claim from the others of its folder, as one part of an IRI.

    >>> _slug_of(Iri("https://w3id.org/zielgraph/id/lindental/link/radwege-11.2"), "lindental")
    'link-radwege-11.2'
    >>> _slug_of(Iri("https://w3id.org/zielgraph/id/remit/1.1"), "sdg")
    'remit-1.1'
    """
    rest = claim.value
    for start in (f"{DATA_BASE}{folder}/", DATA_BASE):
        rest = rest.removeprefix(start)
    rest = re.sub(r"\A[a-z]+://[^/]*/", "", rest)
    return re.sub(r"[^\w.]+", "-", rest).strip("-.") or "claim"


def _free(draft: Draft, start: str, number: int = 1) -> str:
    while f"{start}-{number}" in draft:
        number += 1
    return f"{start}-{number}"


def _unused(draft: Draft, iri: str) -> str:
    return iri if iri not in draft else _free(draft, iri, 2)
