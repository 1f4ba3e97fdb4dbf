# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Importing statistical values: every fault told by its line, nothing lost in silence."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph.ingest import observations as reader
from zielgraph.ingest.observations import Catalogue, Key, Reading, read_observations
from zielgraph.ingest.tables import read_rows
from zielgraph.model.errors import (
    ObservationsError,
    SourceFileError,
)
from zielgraph.model.messages import speaking

if TYPE_CHECKING:
    from pathlib import Path


HEAD = "raumbezug,kennziffer,name,zeitbezug,kuerzel,wert\n"
CODES = frozenset({"rad_km", "rad_unfall", "q_svw_ü55"})
AREAS = frozenset({"01001", "05558", "11000", "DE"})
CATALOGUE = Catalogue(CODES, AREAS)
ROW = "Kreise,05558000,Kreis,2021,rad_km,4.38\n"


def read(path: Path, content: str | bytes, stated: dict[Key, str] | None = None) -> Reading:
    """Write ``content`` to ``path`` and read it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_observations(path, Catalogue(CODES, AREAS, stated or {}))


def faults(reading: Reading) -> list[tuple[int, str]]:
    """Return the line and the kind of every fault; each has a text in both languages."""
    for lang in ("de", "en"):
        with speaking(lang):
            assert all(str(fault) for fault in reading.faults)
    return [(fault.line, fault.key) for fault in reading.faults]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "werte.csv"


# ---- One fault, one line ----


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Kreise,05558000,Kreis,,rad_km,4.38", "no_year"),
        ("Kreise,05558000,Kreis,20222,rad_km,4.38", "year"),
        ("Kreise,05558000,Kreis,1899,rad_km,4.38", "year"),
        ("Kreise,05558000,Kreis,01.01.2021,rad_km,4.38", "year"),
        ("Kreise,05558000,Kreis,2021.0,rad_km,4.38", "year"),
        ("Kreise,05558000,Kreis,٢٠٢١,rad_km,4.38", "year"),
        ("Kreise,05558000,Kreis,2021,rad_km,", "no_value"),
        ("Kreise,05558000,Kreis,2021,rad_km,-", "no_value"),
        ("Kreise,05558000,Kreis,2021,rad_km,.", "no_value"),
        ("Kreise,05558000,Kreis,2021,rad_km,NaN", "no_value"),
        ("Kreise,05558000,Kreis,2021,rad_km,inf", "no_number"),
        ("Kreise,05558000,Kreis,2021,rad_km,1e5", "no_number"),
        ("Kreise,05558000,Kreis,2021,rad_km,4.38 %", "no_number"),
        ("Kreise,05558000,Kreis,2021,rad_km,٤", "no_number"),
        ("Kreise,05558000,Kreis,2021,rad_km,=1+1", "no_number"),
        ("Kreise,05558000,Kreis,2021,rad_km,--4", "no_number"),
        ("Kreise,05558000,Kreis,2021,rad_km,9999999999999999", "no_number"),
        ('Kreise,05558000,Kreis,2021,rad_km,"4,38"', "other_sign"),
        ("Kreise,05558000,Kreis,2021,rad_klm,4.38", "code"),
        ("Kreise,05558000,Kreis,2021,,4.38", "code"),
        ("Kreise,05558000,Kreis,2021,RAD_KM,4.38", "code"),
        ("Kreise,05559000,Kreis,2021,rad_km,4.38", "area"),
        ("Kreise,05558004,Gemeinde,2021,rad_km,4.38", "area"),
        ("Kreise,5558,Kreis,2021,rad_km,x", "no_value"),
        ("Kreise,558000,Kreis,2021,rad_km,4.38", "area"),
        ("Kreise,,Kreis,2021,rad_km,4.38", "area"),
        ("Kreise,DE,Kreis,2021,rad_km,4.38", "area"),
        ("Kreise,０５５５８０００,Kreis,2021,rad_km,4.38", "area"),
        ("Bund,112,Bund,2021,rad_km,4.38", "area"),
        ("Bundesländer,05,NRW,2021,rad_km,4.38", "area"),
        ("Kreise,05558000,Kreis,2021,rad_km,4,38", "cells"),
        ("Kreise,05558000,Kreis,2021,rad_km", "cells"),
    ],
)
def test_fault_is_told_by_its_line(file: Path, row: str, kind: str) -> None:
    """One wrong line among right ones is one fault, and the others are kept."""
    before = "Bund,111,Bund,2020,rad_unfall,4.25\n"
    reading = read(file, HEAD + before + row + "\n" + before.replace("2020", "2019"))
    assert faults(reading) == [(3, kind)]
    assert len(reading.values) == 2
    assert reading.counts["rows"] == 3


def test_unknown_code_names_the_nearest(file: Path) -> None:
    """Whoever mistypes is told what is probably meant, and a long cell is cut."""
    reading = read(file, HEAD + ROW.replace("rad_km", "rad_kmm") + ROW.replace("rad_km", "x" * 99))
    with speaking("de"):
        first, second = map(str, reading.faults)
    assert "rad_km)" in first
    assert "x" * 39 + "…" in second


def test_contradiction_names_both_lines_and_takes_neither(file: Path) -> None:
    """The same value twice counts once; two values for one thing are nobody's to choose."""
    other = ROW.replace("rad_km", "rad_unfall")
    reading = read(file, HEAD + ROW + ROW + other + other.replace("4.38", "4.39") + other)
    assert reading.counts["same"] == 2
    (fault,) = reading.faults
    assert (fault.line, fault.key, fault.data["other_line"]) == (5, "contradiction", 4)
    assert reading.values == {Key("rad_km", "05558", 2021): "4.38"}


def test_value_that_data_states_otherwise_is_a_fault(file: Path) -> None:
    """What the project states is not overruled in silence; the same value is no contradiction."""
    key = Key("rad_km", "05558", 2021)
    assert faults(read(file, HEAD + ROW, {key: "4.4"})) == [(2, "stated")]
    same = read(file, HEAD + ROW, {key: "4.380"})
    assert (faults(same), same.counts["stated"]) == ([], 1)


def test_faults_beyond_the_limit_are_counted(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file full of faults fills neither memory nor screen."""
    monkeypatch.setattr(reader, "MAX_FAULTS", 3)
    reading = read(file, HEAD + ROW.replace("2021", "") * 10)
    assert len(reading.faults) == 3
    assert reading.counts["faults"] == 10


# ---- Keys and numbers ----


@pytest.mark.parametrize(
    ("kind", "key", "area"),
    [
        ("Kreise", "05558000", "05558"),
        ("Kreise", "5558000", "05558"),
        ("Kreise", "05558", "05558"),
        ("Kreise", "5558", "05558"),
        ("kreise", "11000000", "11000"),
        ("Bund", "111", "DE"),
    ],
)
def test_keys(file: Path, kind: str, key: str, area: str) -> None:
    """A leading zero that a spreadsheet has eaten is added, and counted."""
    reading = read(file, HEAD + f"{kind},{key},x,2021,rad_km,1\n")
    assert list(reading.values) == [Key("rad_km", area, 2021)]
    assert reading.counts["zeros"] == (key.startswith("5"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["4.38", "1.234"], ["4.38", "1.234"]),
        (["4,38", "1.234"], ["4.38", "1234.0"]),
        (["1.234,5", "1.234"], ["1234.5", "1234.0"]),
        (["1,234.5", "1,234"], ["1234.5", "1234.0"]),
        (["1.234.567", "0,5"], ["1234567.0", "0.5"]),
        (["1 234,5", "12\u202f345,5"], ["1234.5", "12345.5"]),
        (["-0,50", "\u22123,25"], ["-0.5", "-3.25"]),
        (["-0.0", "007.10"], ["0.0", "7.1"]),
        (["7", "31"], ["7.0", "31.0"]),
    ],
)
def test_numbers(file: Path, values: list[str], expected: list[str]) -> None:
    """The sign of decimals is the one that the file uses; thousands are told from decimals."""
    rows = [f"Kreise;05558000;x;{2000 + n};rad_km;{v}\n" for n, v in enumerate(values)]
    reading = read(file, HEAD.replace(",", ";") + "".join(rows))
    assert (faults(reading), list(reading.values.values())) == ([], expected)


def test_ambiguous_number_is_refused(file: Path) -> None:
    """If no value tells what the point means, nobody guesses."""
    assert faults(read(file, HEAD + ROW.replace("4.38", "1.234"))) == [(2, "ambiguous")]


def test_the_rarer_decimal_sign_is_the_fault(file: Path) -> None:
    """One line from another program among many does not turn the file."""
    rows = "".join(ROW.replace("2021", str(year)) for year in range(2000, 2010))
    reading = read(file, HEAD + rows + ROW.replace("4.38", '"4,38"'))
    assert faults(reading) == [(12, "other_sign")]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(".,"))
def test_any_number_survives(value: Decimal, sign: str) -> None:
    """Written with either sign, with groups or without, a number is read as it was."""
    plain, grouped = f"{value:f}", f"{value:,f}"
    if sign == ",":
        swap = str.maketrans(",.", ".,")
        plain, grouped = plain.translate(swap), grouped.translate(swap)
    for text in (plain, grouped):
        assert Decimal(reader._number(text, sign) or "NaN") == value  # noqa: SLF001


@given(
    st.dictionaries(
        st.builds(
            Key,
            st.sampled_from(sorted(CODES)),
            st.sampled_from(sorted(AREAS - {"DE"})),
            st.integers(1900, 2099),
        ),
        st.decimals(min_value=-999, max_value=999, places=2).map(lambda d: f"{d:.2f}"),
        min_size=1,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_file_survives(
    tmp_path_factory: pytest.TempPathFactory,
    values: dict[Key, str],
    separator: str,
    encoding: str,
    end: str,
) -> None:
    """Whatever program wrote the table, the values come out as they went in."""
    path = tmp_path_factory.mktemp("any") / "x.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator=end)
        writer.writerow(["Wert", "Zeitbezug", "KUERZEL", "Kennziffer", "Raumbezug", "mehr"])
        for key, value in values.items():
            row = [value, key.year, key.code, f"{key.area}000", "Kreise", 'a "b"\nc']
            writer.writerow(row)
    reading = read_observations(path, CATALOGUE)
    assert faults(reading) == []
    assert {key: Decimal(v) for key, v in reading.values.items()} == {
        key: Decimal(v) for key, v in values.items()
    }


# ---- The file as a whole ----


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "keine Werte"),
        (b"\n\n  \n", "keine Werte"),
        (HEAD.encode(), "keine Werte"),
        (b"PK\x03\x04....", "kein Text"),
        (b"\xd0\xcf\x11\xe0....", "kein Text"),
        (b"kreis,jahr,wert\n1,2,3\n", "fehlen: raumbezug, kennziffer, zeitbezug, kuerzel"),
        ((HEAD.replace("wert", "zeitbezug,wert") + ROW).encode(), "mehrfach: zeitbezug"),
        ((HEAD + ROW + 'Kreise,"05558000,x\n' + ROW * 9).encode(), ":3: Ab hier"),
        ((HEAD + ROW + 'Kreise,"05"558000,x,1,2,3\n').encode(), ":3: Ab hier"),
        (HEAD.encode() + ROW.replace("Kreis,", "Künß,").encode() + b"K\xfcn,1,2,3,4,5\n", ":3: "),
        (HEAD.encode() + b"Kreise,\x81,x,1,2,3\n", ":2: "),
        ((HEAD + ROW).encode() + b"Kreise,\x00,x,1,2,3\n", ":3: "),
        ((HEAD + ROW).encode("utf-16")[:-1], "Zeichen"),
    ],
)
def test_what_is_no_table_is_refused(file: Path, content: bytes, words: str) -> None:
    """One or two lines that say what is wrong and how to mend it."""
    with speaking("de"), pytest.raises((ObservationsError, SourceFileError)) as caught:
        read(file, content)
    with speaking("de"):
        assert words in str(caught.value)
        assert str(file) in str(caught.value)
    with speaking("en"):
        assert str(caught.value)


def test_latin_1_is_read_and_told(file: Path) -> None:
    """What spreadsheets in Germany save by default keeps its umlauts."""
    content = HEAD + ROW.replace("rad_km", "q_svw_ü55").replace(",Kreis,", ",Münster,")
    reading = read(file, content.encode("cp1252"))
    assert reading.encoding == "windows-1252"
    assert list(reading.values) == [Key("q_svw_ü55", "05558", 2021)]


def test_decomposed_letters_are_the_same_code(file: Path) -> None:
    """An ü that a Mac has written in two characters is an ü."""
    reading = read(file, HEAD + ROW.replace("rad_km", "q_svw_u\u030855"))
    assert list(reading.values) == [Key("q_svw_ü55", "05558", 2021)]


def test_lines_are_those_of_the_file(file: Path) -> None:
    """A name with a line break, an empty line and Windows ends do not shift the count."""
    rows = (
        'Kreise,05558000,"Kreis\r\n\r\nam Fluss",2021,rad_km,1\r\n\r\nKreise,x,y,2021,rad_km,2\r\n'
    )
    assert faults(read(file, HEAD.replace("\n", "\r\n") + rows)) == [(6, "area")]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_line_for_excel_is_no_header(file: Path, first: str) -> None:
    """Some tables begin with it; the lines after it keep their numbers."""
    table = HEAD.replace(",", ";") + ROW.replace(",", ";") + "Kreise;05558000;x;;rad_km;1\n"
    reading = read(file, f"{first}\n{table}")
    assert len(reading.values) == 1
    assert faults(reading) == [(4, "no_year")]
    with pytest.raises(ObservationsError):
        read(file, first)


def test_code_in_capitals_names_the_right_one(file: Path) -> None:
    reading = read(file, HEAD + ROW.replace("rad_km", "RAD_KM"))
    assert reading.faults[0].data["near"] == "rad_km"


def test_trailing_separators_are_no_fault(file: Path) -> None:
    """Spreadsheets add empty cells at the end of a line."""
    assert faults(read(file, HEAD + ROW.replace("\n", ",,\n"))) == []


def test_large_and_missing_files(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is not even opened; one that is not there is told."""
    monkeypatch.setattr("zielgraph.ingest.tables.MAX_BYTES", 10)
    with pytest.raises(ObservationsError):
        read(file, HEAD + ROW)
    with pytest.raises(SourceFileError):
        read_observations(file.with_name("nichts.csv"), CATALOGUE)
    with pytest.raises(ObservationsError):
        list(read_rows(file, "", ("a",)))
