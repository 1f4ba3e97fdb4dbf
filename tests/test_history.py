# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The history of a claim: who changed what, when and why; nothing is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph.build.builder import build
from zielgraph.build.location import current_store
from zielgraph.editing.draft import Draft
from zielgraph.editing.history import agent, record, revise, slug
from zielgraph.model.errors import EditingError
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri, Literal
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Term, Triple

TOWN = "https://w3id.org/zielgraph/id/lindental/"
LINK = Iri(TOWN + "link-solar")
STATUS, CONFIDENCE, NOTE = Iri(ZG + "status"), Iri(ZG + "confidence"), Iri(ZG + "decisionNote")
WHEN = datetime(2026, 12, 3, 10, 30, 15, 99, tzinfo=timezone(timedelta(hours=1)))
BIDI = 'Nein\u202e „so“ "nicht" \'a\' \\n \n\t""" = + @ <x> $this {x} ' + "ä" * 10_000


def with_value(draft: Draft, node: Iri, prop: Iri, *values: Term) -> list[Triple]:
    """Return the triples of ``node`` with other values of one property."""
    kept = [t for t in draft.triples(node) if t[1] != prop]
    return [*kept, *((node, prop, value) for value in values)]


def reject(draft: Draft, name: str = "Klimamanagement", note: str = "Passt nicht.") -> Iri | None:
    """Reject the link of Lindental's solar goal."""
    after = with_value(draft, LINK, STATUS, Iri(ZG + "rejected"))
    return revise(draft, LINK, after, who=name, when=WHEN, note={"de": note})


def test_a_revision_is_kept_in_the_graph_as_prov(built: Project) -> None:
    """Whoever knows PROV finds activity, entity, agent and time; the data stay valid."""
    draft = Draft(built)
    revision = reject(draft)
    assert revision == Iri(TOWN + "revision/link-solar-1")
    written = {str(path.relative_to(built.data)) for path in draft.write()}
    assert written == {f"lindental/{n}.ttl" for n in ("agents", "revisions", "strategy")}
    build(built)
    found = current_store(built).query(
        f"PREFIX prov: <{PREFIXES['prov']}> PREFIX zg: <{ZG}> PREFIX skos: <{PREFIXES['skos']}>"
        "SELECT ?r ?claim ?name ?time ?note ?old ?new WHERE {"
        " ?r a prov:Activity ; prov:used ?claim ; prov:wasAssociatedWith ?agent ;"
        " prov:endedAtTime ?time ; zg:decisionNote ?note ; zg:valueChange ?c . "
        " ?c zg:changedProperty zg:status ; zg:oldValue ?old ; zg:newValue ?new ."
        " ?claim a prov:Entity ; zg:reviewer ?agent ."
        " ?agent a prov:Agent ; skos:prefLabel ?name FILTER(LANG(?name) = 'de') }"
    )
    assert isinstance(found, Table)
    ((*things, time, note, old, new),) = found.rows
    assert [str(thing) for thing in things] == [str(revision), str(LINK), "Klimamanagement"]
    assert str(time) == "2026-12-03T09:30:15Z"
    assert note == Literal("Passt nicht.", "de")
    assert (str(old), str(new)) == (ZG + "accepted", ZG + "rejected")


def test_every_difference_is_recorded(quick: Project) -> None:
    """Several properties, several values, added and removed ones; what stays is not mentioned."""
    draft = Draft(quick)
    before = draft.triples(LINK)
    after = [t for t in before if t[1] not in {CONFIDENCE, STATUS}]
    after += [
        (LINK, STATUS, Iri(ZG + "proposed")),
        (LINK, NOTE, Literal("Warum", "de")),
        (LINK, NOTE, Literal("why", "en")),
    ]
    revision = revise(draft, LINK, after, who="town", when=WHEN)
    assert revision is not None
    changes = {}
    for _, _, part in (t for t in draft.triples(revision) if t[1] == Iri(ZG + "valueChange")):
        assert isinstance(part, Iri)
        said = {
            (p.value.removeprefix(ZG), str(o).removeprefix(ZG)) for _, p, o in draft.triples(part)
        }
        name = next(o for p, o in said if p == "changedProperty")
        changes[name] = {pair for pair in said if pair[0] in {"oldValue", "newValue"}}
    assert changes == {
        "status": {("oldValue", "accepted"), ("newValue", "proposed")},
        "confidence": {("oldValue", "0.9")},
        "decisionNote": {("newValue", "Warum"), ("newValue", "why")},
        "reviewer": {("newValue", TOWN + "town")},
    }


def test_nothing_new_is_no_revision(quick: Project) -> None:
    """The same said again by somebody else changes nothing and creates nobody."""
    draft = Draft(quick)
    assert revise(draft, LINK, draft.triples(LINK), who="Neue Stelle", when=WHEN) is None
    assert record(draft, LINK, (), (), who="Neue Stelle", when=WHEN) is None
    assert draft.changes() == []


def test_revisions_are_numbered_by_claim(quick: Project) -> None:
    """Each claim counts its own; a draft written and read again goes on counting."""
    for number, status in enumerate(("rejected", "accepted", "proposed"), start=1):
        draft = Draft(quick)
        after = with_value(draft, LINK, STATUS, Iri(ZG + status))
        revision = revise(draft, LINK, after, who="Klimamanagement", when=WHEN)
        assert str(revision).endswith(f"revision/link-solar-{number}")
        draft.write()
    draft = Draft(quick)
    other = Iri(TOWN + "link-plan")
    after = with_value(draft, other, STATUS, Iri(ZG + "rejected"))
    assert str(revise(draft, other, after, who="x", when=WHEN)).endswith("link-plan-1")


def test_a_name_is_found_before_it_is_made(quick: Project) -> None:
    """By label in either language, without regard to capitals or spaces, or by the IRI's end."""
    draft = Draft(quick)
    known = {str(agent(draft, name, "lindental")) for name in ("town", "TOWN")}
    town = next(str(o) for _, p, o in draft.triples(TOWN + "town") if p.value.endswith("prefLabel"))
    known.add(str(agent(draft, f"  {town.upper()} ", "lindental")))
    assert TOWN + "town" in known
    first = agent(draft, "Frau Größe-Ünal", "lindental")
    assert first.value.endswith("agent/frau-groesse-uenal")
    assert agent(draft, "frau  größe-ünal", "lindental") == first
    assert agent(draft, "Frau Groesse Uenal", "lindental").value.endswith("uenal-2")
    assert agent(draft, first, "lindental") == first
    assert agent(draft, first.value.rsplit("/", 1)[1], "lindental") == first


@pytest.mark.parametrize("name", ["", "  \n ", "…", "„“", "x" * 201])
def test_no_name_is_refused(quick: Project, name: str) -> None:
    """Nobody can hide behind an empty name."""
    with pytest.raises(EditingError) as caught:
        agent(Draft(quick), name, "lindental")
    assert caught.value.key == "editing.name"


def test_a_name_of_several_is_refused(quick: Project) -> None:
    """Two bodies of one name are offered by their IRIs."""
    draft = Draft(quick)
    twin = Iri(TOWN + "twin")
    for number, node in enumerate((twin, Iri(TOWN + "town"))):
        kept = draft.triples(node) or ((node, Iri(PREFIXES["rdf"] + "type"), Iri(ZG + "County")),)
        labelled = [*kept, (node, Iri(PREFIXES["skos"] + "prefLabel"), Literal("Zwilling", "de"))]
        if number:
            draft.replace(node, labelled)
        else:
            draft.add(quick.data / "lindental" / "strategy.ttl", node, labelled)
    with pytest.raises(EditingError, match=r"lindental/town.*lindental/twin"):
        agent(draft, "zwilling", "lindental")
    with pytest.raises(EditingError, match="nobody"):
        agent(draft, Iri(TOWN + "nobody"), "lindental")


def test_misuse_is_an_error_of_ours(quick: Project) -> None:
    """A moment without a time zone and a language that nobody speaks never get in."""
    draft = Draft(quick)
    after = with_value(draft, LINK, STATUS, Iri(ZG + "rejected"))
    with pytest.raises(ValueError, match="2026"):
        revise(draft, LINK, after, who="x", when=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="fr"):
        revise(Draft(quick), LINK, after, who="x", when=WHEN, note={"fr": "non"})


def test_hostile_notes_come_back_to_the_letter(built: Project) -> None:
    """Quotation marks, line ends, direction signs and 10,000 characters are text, valid text."""
    draft = Draft(built)
    revision = reject(draft, note=BIDI)
    assert revision is not None
    draft.write()
    assert (revision, NOTE, Literal(BIDI, "de")) in Draft(built).triples(revision)


@given(st.text(min_size=1, max_size=60))
def test_any_name_gives_an_iri(name: str) -> None:
    """The last part of an IRI holds nothing but small letters, digits and hyphens."""
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(name)


def test_time_is_utc(quick: Project) -> None:
    """History sorts as text, whatever the time zone of who wrote it."""
    draft = Draft(quick)
    revision = revise(
        draft,
        LINK,
        with_value(draft, LINK, STATUS, Iri(ZG + "rejected")),
        who="x",
        when=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert revision is not None
    assert "2026-01-01T00:00:00Z" in {str(o) for _, _, o in draft.triples(revision)}
