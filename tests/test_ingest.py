# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reading papers: reading text, hashes, segments and manifests, friendly and hostile."""

from __future__ import annotations

import hashlib
import re
import signal
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zielgraph.ingest.reading import (
    MAX_BYTES,
    read_paper,
    reading_text,
    repair_characters,
    text_hash,
    vocabulary,
)
from zielgraph.ingest.segments import segment
from zielgraph.ingest.wording import RecordedPassage, compare
from zielgraph.model.errors import DocumentError, ProjectError, SourceFileError
from zielgraph.model.strategy import LayoutRule, Paper, read_manifest

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
LETTER = st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F).filter(
    lambda char: unicodedata.normalize("NFKC", char) == char
)
WORD = st.text(LETTER, min_size=2, max_size=12)


def rule(kind: str, pattern: str, notation: str = "", after: str = "", **more: bool) -> LayoutRule:
    """Return a layout rule as a manifest would give it."""
    return LayoutRule(kind, re.compile(pattern), notation, after, more.get("cut", False))


RULES = (
    rule("skip", r"Seite \d+\s*$"),
    rule("section", r"Kapitel (?P<label>\d)\s*$", "{section}"),
    rule("comment", r"Rand (?P<label>\w+):(?P<text>.*)", "{label}"),
    rule("body", r"Schritt (?P<label>\d): (?P<text>.*)", "S{label}"),
    rule("body", r"Sinn: ", "{section}.S"),
    rule("bullet", r"(?P<label>[a-z])\) (?P<text>.*)", "{section}{label}", cut=True),
    rule("bullet", "- ", "{section}.{n}", cut=True),
    rule("bullet", r"(?=[a-zäöü])", "{section}.?", "gap", cut=True),
)
PAPER = Paper("https://x.example/v", "de", re.compile("Plan"), re.compile("Kapitel 1"), RULES)


def cut(text: str) -> list[tuple[str, int, str]]:
    """Return notation, line and reading text of everything that is not a heading."""
    found = segment(repair_characters(text), PAPER)
    return [(s.notation, s.line, s.text) for s in found if s.kind != "section"]


# ---- Reading text ----


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Rad-\nwege", "Radwege"),
        ("Rad- \n  wege", "Radwege"),
        ("Rad\u2010\nwege", "Radwege"),
        ("små-\nbørn og gå-\nårene", "småbørn og gåårene"),
        ("E-\nBike und CO2-\nBilanz", "E-Bike und CO2-Bilanz"),
        ("24-\njährig", "24-jährig"),
        ("Kinder-\nund Jugend", "Kinder- und Jugend"),
        ("Bau-\nunderstatement", "Bauunderstatement"),
        ("Fuß- wie Rad-\nwege", "Fuß- wie Radwege"),
        ("ein – \n zwei", "ein – zwei"),
        ("a\t b\u00a0c\u2028d", "a b c d"),
        ("Um-weltverbund", "Umweltverbund"),
        ("Um-Weltverbund", "Um-Weltverbund"),
        ("Ost-West-verbund", "Ost-Westverbund"),
        ("- a", "- a"),
        ("", ""),
    ],
)
def test_reading_text(raw: str, text: str) -> None:
    """Else the attached wording has holes, glued words or stray hyphens."""
    assert reading_text(repair_characters(raw), frozenset({"umweltverbund", "westverbund"})) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"F\u00f6rderung", "Förderung"),
        ("Fo\u0308rderung", "Förderung"),
        ("ﬁnden ½", "finden 1⁄2"),
        ("<mark>neu</mark> a<b", "neu a<b"),
        ("Rad\u00adweg, Ge\u200bh\ufeffweg\x07", "Radweg, Gehweg"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        (r"\u000a\u0000", r"\u000a\u0000"),
        (r"\ud83d\ude80 \ud83dab", "🚀 \ufffdab"),
        (r"\u12", r"\u12"),
    ],
)
def test_repaired_characters(raw: str, text: str) -> None:
    """Else what the way into the computer did to a letter passes for another wording."""
    assert repair_characters(raw) == text


@given(TEXT)
def test_reading_text_is_at_rest(text: str) -> None:
    """Else a paper that was read and saved again has another wording."""
    once = reading_text(repair_characters(text), frozenset())
    assert reading_text(once, frozenset()) == once
    assert "\n" not in once
    assert once == once.strip()


# ---- Hash ----


@given(st.lists(WORD, min_size=1, max_size=6), st.data())
def test_breaks_hyphens_and_quotes_do_not_change_the_hash(
    words: list[str], data: st.DataObject
) -> None:
    """Else every copy with another line length is full of false alarms."""
    plain = '"' + " ".join(words) + "\" 'ja'"
    broken = "„" + "\n".join(words) + "“ ‚ja‘"
    assert text_hash(broken) == text_hash(plain)
    word = data.draw(st.sampled_from(words))
    at = data.draw(st.integers(1, len(word) - 1))
    mark = data.draw(st.sampled_from(["-\n", "\u00ad", "‐\n  ", " ", "-", "–", "\r\n", "\t"]))
    assert text_hash(plain.replace(word, word[:at] + mark + word[at:])) == text_hash(plain)


@given(WORD, WORD, st.sampled_from([*"0aZß.,;:!?()/%&+*§€"]))
def test_letters_and_marks_change_the_hash(left: str, right: str, mark: str) -> None:
    """Else a changed word in the council's text goes unseen."""
    plain = text_hash(f"{left} {right}")
    assert text_hash(f"{left}{mark} {right}") != plain
    assume(right.swapcase() != right)
    assert text_hash(left + right.swapcase()) != plain
    assert text_hash(left) != plain
    assume(left + right != right + left)
    assert text_hash(f"{right} {left}") != plain


@given(TEXT)
def test_hash_is_that_of_the_reading_text(text: str) -> None:
    """Else the hash in the data depends on which step of the reading it was made at."""
    repaired = repair_characters(text)
    assert text_hash(reading_text(repaired, vocabulary(repaired))) == text_hash(repaired)


def test_hash_stays_what_it_was() -> None:
    """Else all recorded passages of all strategies are called changed."""
    wanted = hashlib.sha256('"Radwege"füralle.'.encode()).hexdigest()
    assert text_hash("„Rad-\nwege“ – für alle.") == wanted


# ---- Segments ----


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a) Eins\n\nb) Zwei", [("1a", 3, "Eins"), ("1b", 5, "Zwei")]),
        ("- Eins.\n\n- Zwei.", [("1.1", 3, "Eins."), ("1.2", 5, "Zwei.")]),
        ("- Eins\nund halb\n- Zwei", [("1.1", 3, "Eins und halb"), ("1.2", 5, "Zwei")]),
        ("a) Rad-\n\nSeite 2\n\nwege bauen", [("1a", 3, "Radwege bauen")]),
        ("a) Rad-\n\n\fwege bauen", [("1a", 3, "Radwege bauen")]),
        ("a) Rad-\n\fwege\nbauen", [("1a", 3, "Radwege bauen")]),
        ("a) Eins.\n\fb) Zwei.", [("1a", 3, "Eins."), ("1b", 4, "Zwei.")]),
        ("a) Fertig.\n\nklein weiter", [("1a", 3, "Fertig."), ("1.?", 5, "klein weiter")]),
        (
            "a) Alle Men-\n\nRand X1: Wer\nfragt?\n\nSeite 2\n\nschen sind\nwill-\nkommen.",
            [("1a", 3, "Alle Menschen sind willkommen."), ("X1", 5, "Wer fragt?")],
        ),
        ("a) Eins.\n\nRand X1:\nWarum?", [("1a", 3, "Eins."), ("X1", 5, "Warum?")]),
        ("Sinn: Oben\n\nSinn: Unten", [("1.S", 3, "Sinn: Oben Sinn: Unten")]),
        ("Schritt 1: A.\n\nSchritt 2: B.", [("S1", 3, "A."), ("S2", 5, "B.")]),
        ("a) Eins.\n\nKapitel 2\n\na) Neu.", [("1a", 3, "Eins."), ("2a", 7, "Neu.")]),
    ],
)
def test_pieces_of_a_paper(text: str, pieces: list[tuple[str, int, str]]) -> None:
    """Else a page end, a margin note or a second list swallows or splits a goal."""
    assert cut(f"Plan\nKapitel 1\n{text}\n") == pieces


def test_bullets_are_counted_within_their_section() -> None:
    """Else messages send readers to "bullet 1" for every goal of a numbered list."""
    text = "Kapitel 1\n\nc) Drei.\n\n- Vier.\n\nSchritt 1: X.\n\nz) Ende.\n\nKapitel 2\n\nb) Neu."
    numbers = [(s.section, s.number) for s in segment(text, PAPER) if s.kind == "bullet"]
    assert numbers == [("1", 1), ("1", 2), ("1", 3), ("2", 1)]


@given(st.text(st.sampled_from("a)- .\n\fKapitel 12Rand X:Seite9„“ü\x07\u2028"), max_size=200))
def test_ranges_cover_the_reading_text(text: str) -> None:
    """Else the ranges of two passages overlap, and evidence shows foreign words."""
    segments = segment(repair_characters(f"Kapitel 1\n{text}"), PAPER)
    whole = "\n".join(piece.text for piece in segments)
    assert [whole[piece.start : piece.end] for piece in segments] == [s.text for s in segments]
    lines = [piece.line for piece in segments if piece.kind != "comment"]
    assert lines == sorted(lines)


@pytest.mark.parametrize("text", ["", "\n\n", "Plan", "Plan\nKapitel 2\n- Eins", " Kapitel 1"])
def test_paper_without_beginning_is_refused(text: str) -> None:
    """Else an empty or foreign file passes for a paper that has lost all goals."""
    with pytest.raises(DocumentError) as caught:
        segment(text, PAPER)
    assert (caught.value.key, caught.value.exit_code) == ("document.begin", 2)


def test_paper_of_headings_only() -> None:
    """Else a table of contents stops the program instead of showing what is missing."""
    found = segment("Kapitel 1\n\nKapitel 2\n", PAPER)
    places = [(s.kind, s.notation, s.start, s.end) for s in found]
    assert places == [("section", "1", 0, 9), ("section", "2", 10, 19)]


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 1_000_000,
        "a-" * 500_000,
        "a- " * 330_000,
        "<a" * 500_000,
        "." * 1_000_000,
        "1_" * 500_000,
        "x" + " " * 1_000_000 + "y",
        "\\u0041" * 160_000,
        "zeile\n" * 200_000,
        "Rand X: ja\n\nzeile\n\n" * 40_000,
        "- Punkt\n\n" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_huge_papers_take_no_more_than_their_size(hostile: str) -> None:
    """Else one long line, as some converters write it, hangs the program.

    What grows with the square of the length would take hours; the alarm ends it.
    """
    signal.alarm(300)
    try:
        found = segment(repair_characters(f"Kapitel 1\n\n- {hostile}"), PAPER)
    finally:
        signal.alarm(0)
    assert sum(len(piece.text) for piece in found) > 10


# ---- Files ----


@pytest.mark.parametrize(
    ("content", "key", "line"),
    [
        (b"Plan\nKapitel 1\n- F\xf6rdern\n", "file.encoding", 3),
        ("Plan\n".encode("utf-16"), "file.encoding", 1),
        (b"Plan\n\nmit\x00Null", "file.encoding", 3),
        (b"abgebrochen \xe2\x82", "file.encoding", 1),
        (b"\xed\xa0\x80", "file.encoding", 1),
    ],
)
def test_broken_encoding_is_named_with_its_line(
    tmp_path: Path, content: bytes, key: str, line: int
) -> None:
    """Else a user gets a traceback, or a paper in which every umlaut "changed"."""
    path = tmp_path / "plan.txt"
    path.write_bytes(content)
    with pytest.raises(SourceFileError) as caught:
        read_paper(path)
    assert (caught.value.key, caught.value.data["line"]) == (key, line)


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    """Else a wrong path, a folder or a film ends in a traceback."""
    film = tmp_path / "film.txt"
    with film.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    missing = tmp_path / "nirgends.txt"
    unreadable, large = "file.unreadable", "document.large"
    for path, key in [(missing, unreadable), (tmp_path, unreadable), (film, large)]:
        with pytest.raises((DocumentError, SourceFileError)) as caught:
            read_paper(path)
        assert caught.value.key == key
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path: Path, ends: str, mark: str) -> None:
    """Else a copy that was saved on another system is called another paper."""
    path = tmp_path / "plan.txt"
    text = mark + "Kapitel 1\n\na) Rad-\nwege.\n\n\nb) Bus."
    path.write_bytes(text.replace("\n", ends).encode())
    assert cut(read_paper(path)) == [("1a", 3, "Radwege."), ("1b", 7, "Bus.")]


# ---- Comparison ----


def compared(text: str, *recorded: str) -> list[tuple[str, int, str]]:
    """Return the differences of a paper from one that was recorded as ``recorded`` lines."""
    then = segment("Kapitel 1\n\n" + "\n\n".join(recorded), PAPER)
    passages = [
        RecordedPassage(f"x:{s.line}", "x:v", s.notation, s.kind == "section", s.hash, s.start, 1)
        for s in then
    ]
    now = segment(f"Kapitel 1\n\n{text}", PAPER)
    found = compare(Path("plan.txt"), PAPER, now, passages)
    unknown = [d for d in found.differences if d.kind in {"changed", "without_goal"}]
    assert len(found.agreed) + len(unknown) == len(now)
    return [(d.kind, d.line, d.notation) for d in found.differences]


@pytest.mark.parametrize(
    ("text", "differences"),
    [
        ("a) Rad.\n\nb) Bus.\n\nc) Bahn.", []),
        ("a) Rad.\n\nb) Bus!\n\nc) Bahn.", [("changed", 5, "1b")]),
        ("a) Rad.\n\nc) Bahn.", [("without_text", 3, "1b")]),
        ("b) Bus.\n\nc) Bahn.", [("without_text", 1, "1a")]),
        ("a) Rad.\n\nb) Bus.\n\nd) Ja.\n\nc) Bahn.", [("without_goal", 7, "1d")]),
        ("d) Bahn.\n\na) Rad.\n\nb) Bus.\n\nc) Bahn.", [("without_goal", 3, "1d")]),
        ("a) Bus.\n\nb) Rad.\n\nc) Bahn.", [("moved", 3, "1a"), ("moved", 5, "1b")]),
        (
            "a) Ganz.\n\nb) Anders.",
            [("changed", 3, "1a"), ("changed", 5, "1b"), ("without_text", 1, "1c")],
        ),
    ],
)
def test_each_difference_is_told_once(text: str, differences: list[tuple[str, int, str]]) -> None:
    """Else an untouched goal is accused, or two faults hide one another."""
    found = compared(text, "a) Rad.", "b) Bus.", "c) Bahn.")
    assert sorted(found) == sorted(differences)


def test_same_words_twice_need_two_places() -> None:
    """Else one of two goals with the same words can vanish unseen."""
    both = ("a) Gleich.", "b) Gleich.")
    assert compared("a) Gleich.\n\nb) Gleich.", *both) == []
    assert compared("b) Gleich.", *both) == [("without_text", 1, "1a")]
    assert compared("\n\n".join(both), "b) Gleich.") == [("without_goal", 3, "1a")]


# ---- Manifest ----

MANIFEST = """[strategy]
id = "dorf"
[[paper]]
version = "https://x.example/v"
language = "de"
recognise = 'Plan'
begin = 'Kapitel 1'
[[paper.rule]]
kind = "bullet"
pattern = '- '
notation = "{section}.{n}"
after = "gap"
cut = true
"""


def test_manifest_is_read(tmp_path: Path) -> None:
    """Else the layout of a new paper cannot be described at all."""
    (tmp_path / "manifest.toml").write_text(MANIFEST, "utf-8")
    (paper,) = read_manifest(tmp_path).papers
    assert (paper.version, paper.language) == ("https://x.example/v", "de")
    assert paper.rules == (rule("bullet", "- ", "{section}.{n}", "gap", cut=True),)


@pytest.mark.parametrize(
    ("entry", "other", "said"),
    [
        ('kind = "bullet"', 'kind = "bulet"', "bulet"),
        ('kind = "bullet"', "", "kind"),
        ("pattern = '- '", "pattern = '('", "position 0"),
        ("pattern = '- '", "pattern = 5", "pattern = 5"),
        ("{section}", "{abschnitt}", "{abschnitt}"),
        ("{n}", "{}", "{}"),
        ("{n}", "{n", "{n"),
        ('"gap"', '"gap "', "gap "),
        ("true", '"ja"', "ja"),
        ('version = "https://x.example/v"', "", "version"),
        ('version = "https://x.example/v"', "version = 2025", "version = 2025"),
        ('language = "de"', "language = []", "language = []"),
        ("begin = 'Kapitel 1'", "begin = '['", "position 0"),
        ('"dorf"', "dorf", "line 2"),
        ("[[paper]]", "[paper]", "[[paper]]"),
    ],
)
def test_wrong_manifest_is_explained(tmp_path: Path, entry: str, other: str, said: str) -> None:
    """Else a typo in a manifest silently drops all bullets, or ends in a traceback."""
    assert MANIFEST.count(entry) == 1
    path = tmp_path / "manifest.toml"
    path.write_text(MANIFEST.replace(entry, other), "utf-8")
    with pytest.raises(ProjectError) as caught:
        read_manifest(tmp_path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
