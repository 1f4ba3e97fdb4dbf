# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reviewing from the command line: lists, decisions, history; nothing is written in vain."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from conftest import ZIELGRAPH, Program
from zielgraph.build.builder import build
from zielgraph.build.location import current_store, data_changed
from zielgraph.build.transaction import locked
from zielgraph.cli.review import KINDS, STATUSES
from zielgraph.editing.decisions import decide, find_claims
from zielgraph.editing.draft import Draft
from zielgraph.editing.history import agent
from zielgraph.model.errors import EditingError
from zielgraph.model.messages import catalogue
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri, Literal
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

TOWN = "https://w3id.org/zielgraph/id/lindental/"
LINK = Iri(TOWN + "link-solar")
CONFIRMED = Iri(TOWN + "link-cycling")
STATUS = Iri(ZG + "status")
WHEN = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


def status_of(project: Project, claim: Iri) -> str:
    """Return the status that the data give ``claim``."""
    return next(str(o).removeprefix(ZG) for _, p, o in Draft(project).triples(claim) if p == STATUS)


def files_of(project: Project) -> dict[str, bytes]:
    """Return all data."""
    found = sorted(path for path in project.data.rglob("*") if path.is_file())
    return {str(path.relative_to(project.data)): path.read_bytes() for path in found}


def revisions(project: Project) -> list[str]:
    """Return the names of all revisions of Lindental that were made here."""
    folder = project.data / "lindental" / "revisions.ttl"
    made = read_turtle(folder).lines if folder.exists() else {}
    return [iri.rsplit("/", 1)[-1] for iri in made if "/revision/" in iri]


# ---- Decisions ----


def test_a_decision_from_start_to_end(built: Project) -> None:
    """Reject, build, look: the county reads who decided, when, what and why."""
    program = Program(built.root)
    done = program(
        "review", "reject", "link-solar", "--as", "Klimamanagement", "--note", "Passt nicht."
    )
    assert done.code == 0, done.err
    assert "lindental/link-solar: angenommen → abgelehnt" in done.out
    assert "data/lindental/revisions.ttl" in done.out
    assert "zielgraph build" in done.out
    assert status_of(built, LINK) == "rejected"
    listed = program("review", "history")
    assert "Noch keine" not in listed.out  # the example has one
    assert "Klimamanagement" not in listed.out
    assert "data/" in listed.err
    build(built)
    shown = program("review", "show", "link-solar")
    for words in ("Prüfstatus: abgelehnt", "geprüft von: Klimamanagement", "Grund: Passt nicht."):
        assert words in shown.out
    assert "Prüfstatus: angenommen → abgelehnt" in shown.out
    assert shown.err == ""
    english = program("review", "history", "lindental/link-solar", lang="en")
    assert "review status: accepted → rejected" in english.out
    assert "Reason: Passt nicht." in english.out
    rejected = program("review", "list", "--status", "rejected", "--format", "csv")
    assert [row["claim"] for row in csv.DictReader(io.StringIO(rejected.out))] == [str(LINK)]


def test_several_at_once_and_one_that_stays(built: Project) -> None:
    """Each is said; what is decided already is left alone, and gets no revision."""
    done = Program(built.root)(
        "review", "confirm", "link-solar", "link-cycling", str(LINK), "lindental/carry-over",
        "remit-11-2" if (built.data / "lindental" / "remit.ttl").exists() else "remit/11.2",
        "dependency-solar-aim", "--as", "lindental/town", lang="en",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert done.out.count("→ confirmed") == 4
    assert "lindental/link-cycling: is confirmed already" in done.out
    assert sorted(revisions(built)) == [
        "carry-over-1",
        "dependency-solar-aim-1",
        "link-solar-1",
    ]
    assert (built.data / "sdg" / "revisions.ttl").exists()
    assert not (built.data / "lindental" / "agents.ttl").exists()
    draft = Draft(built)
    assert (LINK, Iri(ZG + "reviewer"), Iri(TOWN + "town")) in draft.triples(LINK)
    build(built)


def test_confirm_twice_changes_nothing(built: Project) -> None:
    """The second time is told so, quickly, and the data stay as they are."""
    before = files_of(built)
    program = Program(built.root)
    for command in ("confirm", "accept"):
        done = program("review", command, "link-cycling", "--as", "Neue Stelle")
        assert done.code == 0
        assert "ist schon bestätigt" in done.out
        assert "Geschrieben" not in done.out
    assert files_of(built) == before


def test_dry_run_writes_nothing(built: Project) -> None:
    """It validates and tells, that comments would go too, and that is all."""
    strategy = built.data / "lindental" / "strategy.ttl"
    strategy.write_text(strategy.read_text("utf-8") + "\n  # a remark\n", "utf-8")
    before = files_of(built)
    done = Program(built.root)(
        "review", "reject", "link-solar", "--as", "x", "--note", "y", "--dry-run"
    )
    assert done.code == 0, done.err
    assert "nichts geschrieben" in done.out
    assert "Kommentare in data/lindental/strategy.ttl" in done.err
    assert "angenommen → abgelehnt" in done.out
    assert files_of(built) == before


def test_reject_of_a_confirmed_one_and_back(quick: Project) -> None:
    """Every turn is kept in its order, with the reason that held then."""
    note = Iri(ZG + "decisionNote")
    draft = Draft(quick)
    draft.replace(
        CONFIRMED,
        [*draft.triples(CONFIRMED), (CONFIRMED, note, Literal("einst", "de"))],
    )
    draft.write()
    turns = (("rejected", "nein"), ("accepted", ""), ("confirmed", "doch"))
    for hour, (status, text) in enumerate(turns):
        draft = Draft(quick)
        (made,) = decide(
            draft,
            [CONFIRMED],
            status,
            who="town",
            when=WHEN.replace(hour=hour),
            note={"de": text},
        )
        assert str(made.revision).endswith(f"link-cycling-{hour + 1}")
        draft.write()
    draft = Draft(quick)
    assert status_of(quick, CONFIRMED) == "confirmed"
    assert not [t for t in draft.triples(CONFIRMED) if t[1] == note]
    first = draft.triples(TOWN + "value-change/link-cycling-1-decisionNote")
    assert Literal("einst", "de") in {o for _, _, o in first}
    reasons = {
        str(o)
        for number in (1, 2, 3)
        for _, p, o in draft.triples(f"{TOWN}revision/link-cycling-{number}")
        if p == note
    }
    assert reasons == {"nein", "doch"}
    build(quick)
    told = Program(quick.root)("review", "history", "link-cycling").out
    words = ["bestätigt → abgelehnt", "abgelehnt → angenommen", "angenommen → bestätigt"]
    places = [told.index(word) for word in words]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("reject", "link-solar", "--as", "x"), "--note"),
        (("reject", "link-solar", "--as", "x", "--note", " \n "), "--note"),
        (("accept", "link-solat", "--as", "x"), "lindental/link-solar"),
        (("accept", "", "--as", "x"), "review list"),
        (("accept", "goal-solar", "--as", "x"), "goal-solar"),
        (("accept", "x:<>", "--as", "x"), "x:<>"),
        (("reject", "link-solar", "--as", " ", "--note", "n"), "--as"),
        (("reject", "link-solar", "--as", "x" * 300, "--note", "n"), "200"),
        (("accept", "link-solar"), "--as"),
        (("accept", "--as", "x"), "CLAIM"),
        (("accept", "link-solar", "--as", "x", "--note-lang", "fr"), "de, en"),
        (("show", "goal-solar"), "goal-solar"),
        (("show", "nothing-like-it"), "nothing-like-it"),
        (("history", "nothing-like-it"), "nothing-like-it"),
        (("list", "--kind", "goal"), "sdg-link"),
        (("list", "--sdg", "18"), "18"),
        (("list", "--sdg", "11.2.3"), "11.2.3"),
        (("list", "--field", "nowhere"), "nowhere"),
        (("list", "--below", "x"), "101"),
        (("list", "--unreviewed", "--status", "rejected"), "--status"),
        (("approve", "link-solar"), "accept"),
    ],
)
def test_mistakes_are_told_in_a_line_or_two(
    built: Project, arguments: tuple[str, ...], words: str
) -> None:
    """No traceback, exit code 2, what is wrong is named, and the data are as before."""
    before = files_of(built)
    for lang in ("de", "en"):
        done = Program(built.root)("review", *arguments, lang=lang)
        assert done.code == 2, done.out
        assert words in done.err
        assert len(done.err.splitlines()) <= 2
        assert "Traceback" not in done.err
    assert files_of(built) == before


def test_an_ambiguous_name_is_offered_in_full(quick: Project) -> None:
    """Two claims whose IRIs end alike are told apart by what stands before."""
    draft = Draft(quick)
    twin = Iri("https://w3id.org/zielgraph/id/other/link-solar")
    draft.add(
        quick.data / "lindental" / "other.ttl",
        twin,
        [(twin, p, o) for _, p, o in draft.triples(LINK)],
    )
    with pytest.raises(EditingError, match=r"lindental/link-solar.*other/link-solar"):
        find_claims(draft, ["link-solar"])
    assert find_claims(draft, ["other/link-solar", str(LINK), str(LINK)]) == [twin, LINK]


def test_a_program_cannot_confirm(quick: Project) -> None:
    """Not by name and not as an IRI; accepting it may."""
    draft = Draft(quick)
    program = Iri("https://w3id.org/zielgraph/id/agent/reader")
    label = Iri(PREFIXES["skos"] + "prefLabel")
    kinds = [Iri(PREFIXES["prov"] + name) for name in ("Agent", "SoftwareAgent")]
    draft.add(
        quick.data / "lindental" / "agents.ttl",
        program,
        [
            (program, label, Literal("Lesehilfe", "de")),
            *((program, Iri(PREFIXES["rdf"] + "type"), kind) for kind in kinds),
        ],
    )
    for who in ("lesehilfe", program):
        with pytest.raises(EditingError, match=r"[Ll]esehilfe|reader"):
            decide(draft, [LINK], "confirmed", who=who, when=WHEN)
    assert agent(draft, "Lesehilfe", "lindental") == program


def test_what_the_shapes_refuse_is_not_written(built: Project) -> None:
    """A second remit judgement in force on one target: the violation is shown by file and line."""
    draft = Draft(built)
    (old,) = find_claims(draft, ["remit/11.2"])
    twin = Iri(old.value + "-neu")
    triples = [(twin, p, o) for _, p, o in draft.triples(old) if p != STATUS]
    draft.add(
        built.data / "sdg" / "more.ttl", twin, [*triples, (twin, STATUS, Iri(ZG + "rejected"))]
    )
    draft.write()
    before = files_of(built)
    done = Program(built.root)("review", "accept", "11.2-neu", "--as", "Amt")
    assert done.code == 1
    assert "R115" in done.err
    assert "data/sdg/more.ttl:" in done.err
    assert "nichts geschrieben" in done.err
    assert files_of(built) == before


def test_read_only_data_are_named(built: Project) -> None:
    """Whoever may not write learns which file it is; nothing is left behind."""
    before = files_of(built)
    folder = built.data / "lindental"
    folder.chmod(0o555)
    try:
        done = Program(built.root)(
            "review", "reject", "link-solar", "--as", "x", "--note", "y", powerless=True
        )
    finally:
        folder.chmod(0o755)
    assert done.code == 2
    assert "data/lindental/" in done.err
    assert "Traceback" not in done.err
    assert files_of(built) == before


def test_a_build_at_work_is_waited_for(quick: Project) -> None:
    """The one who comes second is told so."""
    before = files_of(quick)
    with locked(quick):
        done = Program(quick.root)("review", "reject", "link-solar", "--as", "x", "--note", "y")
    assert done.code == 2
    assert "läuft schon" in done.err
    assert files_of(quick) == before


def test_bytes_that_are_no_text(quick: Project) -> None:
    """A terminal of another encoding gives an error of ours, not a traceback."""
    done = subprocess.run(
        [str(ZIELGRAPH), "review", "reject", "link-solar", "--as", "x", "--note", b"\xff\xfe"],
        cwd=quick.root,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


# ---- Lists ----


def test_lists_are_filtered(built: Project) -> None:
    """Kind, field, SDG, status and confidence each narrow the list; machines get the rows."""
    program = Program(built.root)

    def names(*options: str) -> set[str]:
        rows = json.loads(program("review", "list", *options, "--format", "json").out)
        claims = [row["claim"]["value"] for row in rows["results"]["bindings"]]
        assert len(claims) == len(set(claims))
        return {claim.rsplit("/", 1)[-1] for claim in claims}

    assert names() == {"involvement-plan"}
    links = names("--kind", "sdg-link", "--status", "accepted")
    assert "link-solar" in links
    assert "link-cycling" not in links
    assert names("--kind", "sdg-link", "--status", "confirmed") == {"link-cycling"}
    assert names("--kind", "sdg-link", "--status", "accepted", "--sdg", "13.2") < links
    assert names("--status", "accepted", "--below", "80") < names("--status", "accepted")
    in_field = names("--status", "accepted", "--field", "field-mobilitaet", "--kind", "sdg-link")
    assert "link-plan" in in_field
    assert "link-solar" not in in_field
    assert "link-cycling" not in names("--unreviewed", "--kind", "sdg-link", "--below", "50")
    assert "link-cycling" in names("--unreviewed", "--kind", "sdg-link", "--below", "95")
    everything = names("--status", "accepted") | names("--status", "confirmed")
    assert {"carry-over", "dependency-solar-aim", "11.2"} <= everything


def test_an_empty_list_says_so(built: Project) -> None:
    """Nothing found is an answer in words, and an empty table for programs."""
    program = Program(built.root)
    done = program("review", "list", "--kind", "sdg-link")
    assert (done.code, done.err) == (0, "")
    assert "--unreviewed" in done.out
    assert program("review", "list", "--kind", "remit", "--format", "csv").out.count("\n") == 1


def test_hostile_texts_do_not_command_the_terminal(built: Project) -> None:
    """Escape sequences and signs that turn the writing are shown as what they are: out of place."""
    note = "a\x1b[2Jb\u202ec\nd"
    program = Program(built.root)
    done = program("review", "reject", "link-solar", "--as", "Amt\u202e", "--note", note)
    assert done.code == 0, done.err
    build(built)
    for command in (("history",), ("show", "link-solar")):
        told = program("review", *command).out
        assert "\x1b" not in told
        assert "\u202e" not in told
        assert "�[2Jb�c d" in told
    rows = csv.DictReader(io.StringIO(program("review", "history", "--format", "csv").out))
    assert note in {row["note"] for row in rows}  # whole for programs


def test_changed_data_are_noticed_by_content(quick: Project, tmp_path: Path) -> None:
    """Touching a file is no change; another content, a new and a missing file are."""
    store = current_store(quick)
    file = quick.data / "lindental" / "strategy.ttl"
    file.touch()
    assert not data_changed(quick, store)
    text = file.read_bytes()
    file.write_bytes(text + b"\n# more\n")
    assert data_changed(quick, store)
    file.write_bytes(text)
    (quick.data / "lindental" / "new.ttl").write_bytes(text)
    assert data_changed(quick, store)
    file.rename(tmp_path / "gone.ttl")
    assert data_changed(quick, store)


def test_every_kind_and_status_has_a_name() -> None:
    """The words for kinds and statuses are in the catalogue; a missing one would crash a list."""
    known = set(catalogue())
    assert {f"claim.{kind.replace('-', '_')}" for kind in KINDS} <= known
    assert {f"decision.{status}" for status in STATUSES} <= known
