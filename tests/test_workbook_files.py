# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What may come instead of a workbook, and how other programs write one."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from workbooks import SPACES, Book, look, make_town, pack, parts
from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import message, speaking
from zielgraph.workbook import reading
from zielgraph.workbook.export import export_workbook
from zielgraph.workbook.facts import Facts
from zielgraph.workbook.layout import LISTS, STATE
from zielgraph.workbook.reading import read_workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return the data of a town; nothing in these tests is written."""
    return Facts(make_town(tmp_path_factory.mktemp("first") / "town"))


@pytest.fixture(scope="module")
def content(town: Facts) -> bytes:
    """Return the German workbook of the town."""
    with speaking("de"):
        return export_workbook(town).content


@pytest.fixture
def book(content: bytes) -> Book:
    """Return the German workbook of the town, signed."""
    made = Book(content)
    made.sign()
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a workbook may be saved."""
    return tmp_path / "a.xlsx"


def test_no_such_file_and_folder(town: Facts, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.xlsx", tmp_path):
        with pytest.raises(WorkbookError) as caught:
            look(town, path)
        assert caught.value.key == "workbook.unreadable"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "workbook.empty"),
        (b"Ziel;SDG\nB.I.1;11.2\n", "workbook.other"),
        (b"PK\x03\x04 and then nothing", "workbook.damaged"),
        (reading.OLE + b"\0" * 600, "workbook.old"),
        (reading.OLE + b"\0" * 600 + reading.ENCRYPTED, "workbook.encrypted"),
        (b"%PDF-1.7", "workbook.other"),
    ],
)
def test_another_kind_of_file(town: Facts, path: Path, content: bytes, key: str) -> None:
    path.write_bytes(content)
    with pytest.raises(WorkbookError) as caught:
        look(town, path)
    assert caught.value.key == key
    assert path.name in str(caught.value)


def test_open_document_and_other_packages(town: Facts, path: Path) -> None:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    for content, key in (
        ({"mimetype": kind, "content.xml": b"<x/>"}, "workbook.opendocument"),
        ({"word/document.xml": b"<x/>"}, "workbook.other"),
        ({"xl/workbook.bin": b"x"}, "workbook.other"),
    ):
        with pytest.raises(WorkbookError) as caught:
            look(town, pack(path, content))
        assert caught.value.key == key


def test_a_workbook_of_somebody_else(town: Facts, path: Path) -> None:
    other = Workbook()
    other.save(path)
    with pytest.raises(WorkbookError) as caught:
        look(town, path)
    assert caught.value.key == "workbook.foreign"


@pytest.mark.parametrize("name", [STATE, LISTS])
def test_hidden_sheets_deleted(town: Facts, book: Book, path: Path, name: str) -> None:
    del book.book[name]
    with pytest.raises(WorkbookError) as caught:
        look(town, book.save(path))
    assert caught.value.key == "workbook.foreign"


def test_every_truncation_is_noticed(town: Facts, book: Book, path: Path) -> None:
    content = book.save(path).read_bytes()
    for size in (9, 100, len(content) // 2, len(content) - 30, len(content) - 1):
        path.write_bytes(content[:size])
        with pytest.raises(WorkbookError):
            look(town, path)


def test_a_flipped_byte_is_noticed(town: Facts, book: Book, path: Path) -> None:
    """The checksum of each part is compared."""
    book.save(path)
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo("xl/worksheets/sheet3.xml")
        middle = entry.header_offset + 60 + entry.compress_size // 2
    content = bytearray(path.read_bytes())
    content[middle] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(WorkbookError) as caught:
        look(town, path)
    assert caught.value.key == "workbook.damaged"


def test_zip_bomb(town: Facts, book: Book, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = parts(book.save(path)) | {"xl/media/bomb.bin": b"\0" * 3_000_000}
    monkeypatch.setattr(reading, "MAX_UNPACKED", 2_000_000)
    with pytest.raises(WorkbookError) as caught:
        look(town, pack(path, content))
    assert caught.value.key == "workbook.large"


def test_too_many_cells(
    town: Facts, book: Book, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_CELLS", 50)
    with pytest.raises(WorkbookError) as caught:
        look(town, book.save(path))
    assert caught.value.key == "workbook.cells"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "start",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_entities_are_refused(town: Facts, book: Book, path: Path, part: str, start: bytes) -> None:
    content = parts(book.save(path))
    text = re.sub(rb"^<\?xml[^>]*\?>", b"", content[part])
    content[part] = start + text
    with pytest.raises(WorkbookError) as caught:
        look(town, pack(path, content))
    assert caught.value.key == "workbook.hostile"


def test_macros_are_not_run(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, directness="direkt")
    content = parts(book.save(path)) | {"xl/vbaProject.bin": reading.OLE}
    changes, faults, notes = look(town, pack(path, content))
    assert (len(changes), faults) == (1, [])
    with speaking("de"):
        assert message("note.macros") in notes


def test_a_cell_at_the_end_of_the_world(town: Facts, book: Book, path: Path) -> None:
    """A million empty rows are no rows."""
    book.sheet("links").cell(1_048_576, 16_384).value = "x"
    changes, faults, notes = look(town, book.save(path))
    assert (changes, faults) == ([], [])
    assert any("XFD" in note for note in notes)


def test_shared_strings_and_other_namespaces(town: Facts, book: Book, path: Path) -> None:
    """Excel keeps strings in a list beside the sheets; its strict files use other namespaces."""
    book.put("links", SPACES, directness="direkt")
    content = parts(book.save(path))
    strings: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        strings.append(found[3])
        return found[1] + b't="s"' + found[2] + b"><v>%d</v></c>" % (len(strings) - 1)

    inline = re.compile(rb'(<c [^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.DOTALL)
    for name in list(content):
        if name.startswith("xl/worksheets/sheet"):
            content[name] = inline.sub(share, content[name])
    items = b"".join(b"<si>%s</si>" % text for text in strings)
    content["xl/texts.xml"] = b"<sst>" + items + b"</sst>"
    links = b'<Relationship Id="texts" Type="x/sharedStrings" Target="texts.xml"/></Relationships>'
    name = "xl/_rels/workbook.xml.rels"
    content[name] = content[name].replace(b"</Relationships>", links)
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    new = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    changed = {name: data.replace(old, new) for name, data in content.items()}
    assert len(strings) > 100
    changes, faults, _ = look(town, pack(path, changed))
    assert (len(changes), faults) == (1, [])


def test_text_in_several_formats_within_a_cell(town: Facts, book: Book, path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: PLC0415
    from openpyxl.cell.text import InlineFont  # noqa: PLC0415

    bold = TextBlock(InlineFont(b=True), "wirklich ")
    text = CellRichText("Das ist ", bold, "eine gute Begründung dafür.")
    book.put("links", SPACES, justification_de=text)
    (change,), _, _ = look(town, book.save(path))
    assert "„Das ist wirklich eine gute Begründung dafür.“" in change


def test_reading_needs_no_place_of_cells(path: Path) -> None:
    """The places are optional in the format."""
    first = b"<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
    sheet = b"<sheetData>" + first + b"<row r='7'><c><v>4</v></c></row></sheetData>"
    relation = b'<R><Relationship Id="a" Target="worksheets/s.xml"/></R>'
    pack(
        path,
        {
            "xl/workbook.xml": b'<w xmlns:r="x"><sheets><sheet name="S" r:id="a"/></sheets></w>',
            "xl/_rels/workbook.xml.rels": relation,
            "xl/worksheets/s.xml": b"<worksheet>" + sheet + b"</worksheet>",
        },
    )
    (found,) = read_workbook(path).sheets
    assert {row: sorted(cells) for row, cells in found.cells.items()} == {1: [1, 3], 7: [1]}


def package(sheet: bytes, **more: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook with one sheet."""
    relation = b'<R><Relationship Id="a" Type="x/worksheet" Target="worksheets/s.xml"/></R>'
    return {
        "xl/workbook.xml": b'<w xmlns:r="x"><sheets><sheet name="S" r:id="a"/></sheets></w>',
        "xl/_rels/workbook.xml.rels": relation,
        "xl/worksheets/s.xml": b"<worksheet><sheetData>" + sheet + b"</sheetData></worksheet>",
    } | {name.replace("__", "/"): data for name, data in more.items()}


@pytest.mark.parametrize(
    "sheet",
    [
        b"<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>",
        b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1'><c r='A1'><v>2</v></c></row>",
        b"<row r='1'><c r='A1'><v>NaN</v></c></row>",
        b"<row r='1'><c r='A1'><v>Infinity</v></c></row>",
        b"<row r='1'><c r='A1'><v>0,7</v></c></row>",
        b"<row r='1'><c r='A1'><v>1e99999</v></c></row>",
        b"<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
        b"<row r='1'><c r='A1' s='viel'><v>0</v></c></row>",
        b"<a>" * 200 + b"</a>" * 200,
        b"<row r='1'>" + b"<c/>" * 600_000 + b"</row>",
    ],
)
def test_what_no_program_writes_is_damage(path: Path, sheet: bytes) -> None:
    """Of two values at one place one would be lost, so neither is taken."""
    with pytest.raises(WorkbookError) as caught:
        read_workbook(pack(path, package(sheet)))
    assert caught.value.key == "workbook.damaged"


def test_elements_without_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no cell needs memory, too, if it is kept: 4 bytes a piece, packed to nothing."""
    content = package(b"<x/>" * 5000)
    assert read_workbook(pack(path, content)).sheets[0].cells == {}
    monkeypatch.setattr(reading, "MAX_AT_ONCE", 100)
    assert read_workbook(path).sheets[0].cells == {}
    monkeypatch.setattr(reading, "MAX_ELEMENTS", 4000)
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path)
    assert caught.value.key == "workbook.cells"


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("/xl/pages/p1.xml", "xl/pages/p1.xml"),
        ("./pages/p1.xml", "xl/pages/p1.xml"),
        ("../pages/p1.xml", "pages/p1.xml"),
        ("pages/../p1.xml", "xl/p1.xml"),
    ],
)
def test_sheets_are_found_wherever_they_lie(path: Path, target: str, part: str) -> None:
    content = package(b"<row r='1'><c r='A1'><v>1</v></c></row>")
    content[part] = content.pop("xl/worksheets/s.xml")
    name = "xl/_rels/workbook.xml.rels"
    content[name] = content[name].replace(b"worksheets/s.xml", target.encode())
    (sheet,) = read_workbook(pack(path, content)).sheets
    assert list(sheet.cells) == [1]


def test_two_parts_of_one_name_are_damage(path: Path) -> None:
    pack(path, package(b""))
    with zipfile.ZipFile(path, "a") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr("xl/worksheets/s.xml", b"<worksheet/>")
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path)
    assert caught.value.key == "workbook.damaged"
