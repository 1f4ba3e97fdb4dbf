# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Changing the data: all or nothing, canonical, validated, and nobody's work is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph.build.transaction import locked
from zielgraph.editing.draft import Draft
from zielgraph.model.errors import BuildError, EditingError, InvalidDataError, SourceFilesError
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.project import Project
from zielgraph.model.terms import BlankNode, Iri, Literal
from zielgraph.store.turtle import canonical_turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

    from zielgraph.model.terms import Triple

TOWN = "https://w3id.org/zielgraph/id/lindental/"
LINK = Iri(TOWN + "link-solar")
LABEL = Iri(PREFIXES["skos"] + "prefLabel")
SUMMARY = Iri(ZG + "summary")
TYPE = Iri(PREFIXES["rdf"] + "type")
STATUS = Iri(ZG + "status")


def files_of(project: Project) -> dict[Path, bytes]:
    """Return the content of every file in ``data/``."""
    return {path: path.read_bytes() for path in project.data.rglob("*") if path.is_file()}


def relabel(draft: Draft, subject: Iri, text: str) -> None:
    """Give ``subject`` another German name."""
    kept = [t for t in draft.triples(subject) if t[1] != LABEL or "en" in t[2].n3()[-3:]]
    draft.replace(subject, [*kept, (subject, LABEL, Literal(text, "de"))])


def spread(project: Project) -> None:
    """Add a second strategy file, so that a change can concern two files."""
    (project.data / "lindental" / "notes.ttl").write_text(
        "# A header that stays\n# and its second line\n"
        f"PREFIX skos: <{PREFIXES['skos']}>\nPREFIX t: <{TOWN}>\n\n"
        't:remark\n    skos:prefLabel\n        "Bemerkung"@de ,\n        "remark"@en ;\n.\n',
        "utf-8",
    )


def test_reading_changes_nothing(quick: Project) -> None:
    """A draft that nobody changes has nothing to write, and the same said again is no change."""
    before = files_of(quick)
    draft = Draft(quick)
    for subject in draft.subjects():
        draft.replace(subject, draft.triples(subject))
    assert draft.changes() == []
    assert draft.write() == []
    assert files_of(quick) == before


def test_every_committed_file_survives_an_edit(root: Path) -> None:
    """An edit of any file of the repository leaves all its other lines as they are."""
    draft = Draft(Project(root))
    firsts: dict[Path, Iri] = {}
    for subject in draft.subjects():
        firsts.setdefault(draft.place(subject)[0], subject)
    for subject in firsts.values():
        draft.replace(subject, [*draft.triples(subject), (subject, SUMMARY, Literal("§", "de"))])
    changes = draft.changes()
    assert len(changes) == len(firsts) > 50
    for change in changes:
        assert change.before is not None
        assert change.after is not None
        gone = set(change.before.splitlines()) - set(change.after.splitlines())
        assert len(gone) <= 3, change.path  # the lines of a summary that is now one of several
        assert change.after == canonical_turtle(change.after)


def test_replace_writes_canonical_turtle_and_keeps_the_header(quick: Project) -> None:
    """Header and prefixes stay, one triple changes, and the next draft reads it."""
    spread(quick)
    draft = Draft(quick)
    remark = Iri(TOWN + "remark")
    relabel(draft, remark, "Hinweis")
    (change,) = draft.changes()
    assert change.before is not None
    assert change.after == change.before.replace("Bemerkung", "Hinweis")
    assert draft.write() == [change.path]
    assert change.path.read_text("utf-8") == change.after
    assert (remark, LABEL, Literal("Hinweis", "de")) in Draft(quick).triples(remark)
    assert draft.changes() == []
    assert {p.name for p in quick.data.rglob("*")} == {"lindental", "strategy.ttl", "notes.ttl"}


def test_each_triple_stays_in_its_file(quick: Project) -> None:
    """A subject that two files describe is changed in the file that says it."""
    spread(quick)
    notes = quick.data / "lindental" / "notes.ttl"
    notes.write_text(notes.read_text("utf-8").replace("t:remark", "t:goal-solar"), "utf-8")
    strategy = files_of(quick)[quick.data / "lindental" / "strategy.ttl"]
    draft = Draft(quick)
    goal = Iri(TOWN + "goal-solar")
    renamed = [
        (s, p, Literal("Neu", "de") if str(o) == "Bemerkung" else o)
        for s, p, o in draft.triples(goal)
    ]
    draft.replace(goal, renamed)
    assert [change.path for change in draft.changes()] == [notes]
    draft.replace(goal, [*renamed, (goal, Iri(ZG + "position"), Literal("1"))])
    assert len(draft.changes()) == 2
    draft.replace(goal, renamed)
    draft.write()
    assert files_of(quick)[quick.data / "lindental" / "strategy.ttl"] == strategy


def test_new_file_gets_licence_and_prefixes_of_its_neighbours(quick: Project) -> None:
    """No prefix is invented: known ones, the neighbours' ones, or the path's last part."""
    strategy = quick.data / "lindental" / "strategy.ttl"
    licence = "# SPDX-License-Identifier: CC-BY-4.0"
    strategy.write_text(f"{licence}\n# About this file\n{strategy.read_text('utf-8')}", "utf-8")
    draft = Draft(quick)
    agent = Iri("https://w3id.org/zielgraph/id/agent/anna-muster")
    draft.add(
        Path("lindental/agents.ttl"),
        agent,
        [
            (agent, TYPE, Iri(PREFIXES["prov"] + "Agent")),
            (agent, SUMMARY, Literal("prüft", "de")),
            (agent, Iri(ZG + "actor"), Iri(TOWN + "town")),
            (agent, Iri("https://elsewhere.example/x/p"), Literal("y")),
        ],
    )
    (change,) = draft.changes()
    assert change.before is None
    assert change.after is not None
    assert change.after.startswith(f"{licence}\nPREFIX agent: <https")
    assert "About" not in change.after
    assert "agent:anna-muster\n    a prov:Agent ;" in change.after
    assert "ex:town" in change.after
    assert "<https://elsewhere.example/x/p>" in change.after
    assert "ns1" not in change.after


def test_last_subject_takes_its_file_along(quick: Project) -> None:
    """An empty file could not be read; so it goes."""
    spread(quick)
    draft = Draft(quick)
    draft.remove(TOWN + "remark")
    (change,) = draft.changes()
    assert change.after is None
    draft.write()
    assert not change.path.exists()
    with pytest.raises(EditingError, match="remark"):
        Draft(quick).remove(TOWN + "remark")


def test_iris_of_another_base_are_understood(quick: Project) -> None:
    """Whoever publishes under a domain of its own edits with the IRIs that the graph shows."""
    project = Project(quick.root, "https://daten.example/id/")
    draft = Draft(project)
    shown = Iri("https://daten.example/id/lindental/link-solar")
    assert shown in draft
    triples = [(shown, p, o) for _, p, o in draft.triples(shown) if p != STATUS]
    draft.replace(shown, [*triples, (shown, STATUS, Iri(ZG + "proposed"))])
    draft.write()
    assert "daten.example" not in (quick.data / "lindental" / "strategy.ttl").read_text("utf-8")
    assert (LINK, STATUS, Iri(ZG + "proposed")) in Draft(quick).triples(LINK)


@pytest.mark.parametrize(
    "place", ["elsewhere.ttl", "lindental/x.txt", "../x.ttl", "none/x.ttl", "lindental/../../x.ttl"]
)
def test_data_go_into_a_folder_of_data_only(quick: Project, place: str) -> None:
    """A wrong place is refused before anything happens."""
    new = Iri(TOWN + "new")
    with pytest.raises(EditingError) as caught:
        Draft(quick).add(Path(place), new, [(new, TYPE, Iri(ZG + "Goal"))])
    assert caught.value.key == "editing.place"


def test_misuse_is_refused(quick: Project) -> None:
    """Existing, unknown, empty and foreign subjects are told apart."""
    draft = Draft(quick)
    unknown = Iri(TOWN + "unknown")
    with pytest.raises(EditingError, match=r"strategy\.ttl:\d+"):
        draft.add(Path("lindental/strategy.ttl"), LINK, draft.triples(LINK))
    with pytest.raises(EditingError, match="unknown"):
        draft.replace(unknown, [(unknown, TYPE, unknown)])
    with pytest.raises(ValueError, match="link-solar"):
        draft.replace(LINK, [])
    with pytest.raises(ValueError, match="link-solar"):
        draft.replace(LINK, draft.triples(TOWN + "link-cycling"))
    assert draft.changes() == []


def test_nameless_nodes_are_refused_but_survive_beside(quick: Project) -> None:
    """A file with blank nodes can be edited; a subject that holds them cannot."""
    spread(quick)
    notes = quick.data / "lindental" / "notes.ttl"
    text = notes.read_text("utf-8") + 't:odd skos:note [ skos:prefLabel "innen"@de ] .\n'
    notes.write_text(text, "utf-8")
    draft = Draft(quick)
    odd, new = Iri(TOWN + "odd"), Iri(TOWN + "new")
    attempts: list[Callable[[], None]] = [
        lambda: draft.replace(odd, [(odd, LABEL, Literal("x"))]),
        lambda: draft.remove(odd),
        lambda: draft.replace(LINK, [(LINK, LABEL, BlankNode("b"))]),
        lambda: draft.add(Path("lindental/n.ttl"), new, [(new, LABEL, BlankNode("b"))]),
    ]
    for attempt in attempts:
        with pytest.raises(EditingError) as caught:
            attempt()
        assert caught.value.key == "editing.blank"
    relabel(draft, Iri(TOWN + "remark"), "Hinweis")
    draft.write()
    assert "innen" in notes.read_text("utf-8")
    assert len(read_turtle(notes).triples) == 4


def test_invalid_change_is_not_written(built: Project) -> None:
    """What breaks a requirement is named with its file and line, and the disk is untouched."""
    before = files_of(built)
    draft = Draft(built)
    said: list[str] = []
    draft.replace(LINK, [t for t in draft.triples(LINK) if t[1] != STATUS])
    with pytest.raises(InvalidDataError) as caught:
        draft.write(said.append)
    report = caught.value.data["report"]
    (finding,) = [f for f in report.findings if f.severity == "Violation"]  # type: ignore[attr-defined]
    assert finding.requirement == "R43-HasStatus"
    assert finding.file == "data/lindental/strategy.ttl"
    assert finding.line > 1
    assert said
    assert files_of(built) == before


def test_unknown_term_is_not_written(quick: Project) -> None:
    """A name that the ontology does not have never reaches the disk."""
    before = files_of(quick)
    draft = Draft(quick)
    draft.replace(LINK, [*draft.triples(LINK), (LINK, Iri(ZG + "statuss"), Literal("x"))])
    with pytest.raises(SourceFilesError, match="statuss"):
        draft.write()
    assert files_of(quick) == before


def test_file_changed_underneath_is_left_alone(quick: Project) -> None:
    """Whatever somebody else changes meanwhile: it stays, and the edit is refused."""
    spread(quick)
    notes = quick.data / "lindental" / "notes.ttl"
    for path, content in (
        (notes, notes.read_bytes() + b"# changed\n"),
        (quick.data / "lindental" / "more.ttl", notes.read_bytes()),
        (notes, None),
    ):
        draft = Draft(quick)
        relabel(draft, Iri(TOWN + "goal-solar"), "Neu")
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        before = files_of(quick)
        with pytest.raises(EditingError) as caught:
            draft.write()
        assert caught.value.key == "editing.changed"
        assert files_of(quick) == before


def test_two_edits_at_once(quick: Project) -> None:
    """The second of two edits is refused: it has not seen the first."""
    first, second = Draft(quick), Draft(quick)
    relabel(first, Iri(TOWN + "goal-solar"), "Erster")
    relabel(second, Iri(TOWN + "goal-cycling"), "Zweiter")
    first.write()
    after = files_of(quick)
    with pytest.raises(EditingError, match="strategy"):
        second.write()
    assert files_of(quick) == after


def test_no_edit_during_a_build(quick: Project) -> None:
    """Whoever holds the lock finishes first."""
    draft = Draft(quick)
    relabel(draft, Iri(TOWN + "goal-solar"), "Neu")
    before = files_of(quick)
    with locked(quick), pytest.raises(BuildError) as caught:
        draft.write()
    assert caught.value.key == "build.locked"
    assert files_of(quick) == before
    assert draft.write()


def two_files(project: Project) -> Draft:
    """Return a draft that changes two files and makes a third."""
    spread(project)
    draft = Draft(project)
    relabel(draft, Iri(TOWN + "goal-solar"), "Neu")
    relabel(draft, Iri(TOWN + "remark"), "Neu")
    new = Iri(TOWN + "new")
    draft.add(Path("lindental/zz.ttl"), new, [(new, LABEL, Literal("neu", "de"))])
    assert len(draft.changes()) == 3
    return draft


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200),
    st.sampled_from(["de", "en", "de-at", None]),
)
def test_any_text_comes_back(bare: Project, text: str, language: str | None) -> None:
    """Quotation marks, line ends, backslashes, control and direction signs are kept as they are."""
    draft = Draft(bare)
    triple: Triple = (LINK, Iri(ZG + "decisionNote"), Literal(text, language))
    draft.replace(LINK, [*draft.triples(LINK), triple])
    (change,) = draft.changes()
    assert change.after is not None
    assert canonical_turtle(change.after) == change.after
    copy = Path(os.environ.get("TMPDIR", "/tmp")) / f"zielgraph-test-{os.getpid()}.ttl"  # noqa: S108
    copy.write_bytes(change.after.encode())
    try:
        assert triple in read_turtle(copy).triples
    finally:
        copy.unlink()


def test_turtle_is_written_once(quick: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """To show, to validate and to write need the same text; another change makes a new one."""
    from zielgraph.editing import files  # noqa: PLC0415

    written: list[str] = []

    def counted(text: str) -> str:
        written.append(text)
        return canonical_turtle(text)

    monkeypatch.setattr(files, "canonical_turtle", counted)
    draft = Draft(quick)
    goal = next(draft.subjects(Iri(ZG + "Goal")))
    relabel(draft, goal, "Erster Titel")
    first = draft.changes()
    draft.changes().clear()
    assert draft.changes() == first
    assert len(written) == 1
    relabel(draft, goal, "Zweiter Titel")
    assert draft.changes() != first
    assert len(written) == 2
