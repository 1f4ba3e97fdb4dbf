# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Values in the graph: imported at once, kept by builds, replaced, removed, never half."""

from __future__ import annotations

import csv
import gzip
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TOWN, Program, shared_folder
from zielgraph.build.builder import build, check
from zielgraph.build.folders import current_content
from zielgraph.build.importing import import_observations, remove_observations
from zielgraph.build.imports import FILE, Imported, Source, read_imports
from zielgraph.build.location import CURRENT, DATASET, OBSERVATIONS, SUMMARY, current_store
from zielgraph.build.sources import Sources
from zielgraph.ingest.observations import Key
from zielgraph.model.errors import BuildError, FaultyObservationsError, StoreError
from zielgraph.model.messages import speaking
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

HEAD = "raumbezug,kennziffer,name,zeitbezug,kuerzel,wert\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "werte.csv"


TOWN_ROWS = HEAD + "".join(
    f"Kreise,99999000,Lindental,{year},{code},{value}\n"
    for year, code, value in [(2022, "rad_km", 10.5), (2023, "rad_km", 11), (2023, "rad_unfall", 3)]
)


def observations(project: Project) -> dict[str, str]:
    """Return every value that queries see, by the end of its IRI."""
    table = current_store(project).query(
        "PREFIX qb: <http://purl.org/linked-data/cube#> "
        "PREFIX zg: <https://w3id.org/zielgraph/ontology#> "
        "SELECT ?o ?v WHERE { ?o a qb:Observation ; zg:value ?v ; qb:dataSet ?set ; "
        "zg:referenceYear ?year ; zg:area ?area ; zg:indicator ?indicator }"
    )
    assert isinstance(table, Table)
    return {str(o).removeprefix(TOWN): str(value) for o, value in table.rows}


@pytest.fixture
def town_file(file: Path) -> Path:
    file.write_text(TOWN_ROWS, "utf-8")
    return file


def test_import_is_seen_at_once_and_by_every_later_build(quick: Project, town_file: Path) -> None:
    """The values are in a graph of their own; a build finds them and makes the same folder."""
    before = current_content(quick)
    outcome = import_observations(quick, town_file)
    assert (outcome.fresh, outcome.changed, outcome.total) == (3, 0, 3)
    values = {
        "observation": "12.5",
        "indicator-radwege/99999/2022": "10.5",
        "indicator-radwege/99999/2023": "11",
        "indicator-unfaelle/99999/2023": "3",
    }
    assert observations(quick) == values
    assert current_content(quick) == before, "what the files say is as it was"
    rebuilt = build(quick)
    assert rebuilt.folder == outcome.folder
    assert observations(quick) == values
    summary = json.loads((quick.build / CURRENT / SUMMARY).read_text("utf-8"))
    assert summary["quads"] == len(current_store(quick)) == rebuilt.quads


def test_full_build_makes_the_same_as_the_import(quick: Project, town_file: Path) -> None:
    """Import then build, or build with the imports from nothing: the same bytes."""
    import_observations(quick, town_file)
    folder = quick.build / CURRENT
    first = {name: (folder / name).read_bytes() for name in (DATASET, OBSERVATIONS, SUMMARY)}
    lines = gzip.decompress(first[OBSERVATIONS]).decode().splitlines()
    assert len(set(lines)) == len(lines)
    for path in quick.build.iterdir():
        if path.is_dir() and not path.is_symlink():
            (path / SUMMARY).unlink()
    build(quick)
    assert first == {name: (folder / name).read_bytes() for name in first}
    store = current_store(quick)
    assert len(store) == first[DATASET].count(b"\n") + len(lines)


def test_same_file_once_more_changes_nothing(quick: Project, town_file: Path) -> None:
    """A second import of the same values leaves file and graph as they are."""
    first = import_observations(quick, town_file)
    kept = (quick.imports / FILE).read_bytes()
    again = import_observations(quick, town_file)
    assert (again.fresh, again.changed, again.total) == (0, 0, 3)
    assert again.folder == first.folder
    assert (quick.imports / FILE).read_bytes() == kept


def test_later_import_replaces_and_keeps(quick: Project, town_file: Path) -> None:
    """Newer values win, all others stay, and each source is named as long as it counts."""
    import_observations(quick, town_file)
    second = town_file.with_name("zweite.csv")
    second.write_text(HEAD + "Kreise,99999000,x,2023,rad_km,12\nKreise,99999,x,2021,rad_km,9\n")
    outcome = import_observations(quick, second)
    assert (outcome.fresh, outcome.changed, outcome.total) == (1, 1, 4)
    assert observations(quick)["indicator-radwege/99999/2023"] == "12"
    imported = read_imports(quick)
    assert imported is not None
    assert [source.file for source in imported.sources] == ["werte.csv", "zweite.csv"]
    town_file.write_text(TOWN_ROWS.replace("10.5", "10.6").replace(",3\n", ",4\n"), "utf-8")
    import_observations(quick, town_file)
    import_observations(quick, second)
    imported = read_imports(quick)
    assert imported is not None
    assert [source.file for source in imported.sources] == ["zweite.csv", "werte.csv", "zweite.csv"]


def test_origin_is_in_the_graph(quick: Project, town_file: Path) -> None:
    """Which file, which digest, when: as PROV, in the graph of the values."""
    import_observations(quick, town_file)
    found = current_store(quick).query(
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT ?title ?id ?time WHERE { GRAPH ?g { ?g prov:wasDerivedFrom ?file . "
        "?file dcterms:title ?title ; dcterms:identifier ?id ; prov:generatedAtTime ?time } "
        "FILTER(STRENDS(STR(?g), '/graph/observations')) }"
    )
    assert isinstance(found, Table)
    ((title, digest, time),) = found.rows
    assert str(title) == "werte.csv"
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", str(digest))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(time))


def test_faulty_file_changes_nothing_unless_asked(quick: Project, town_file: Path) -> None:
    """All or nothing; with --skip-faulty what is right, and the rest is told."""
    town_file.write_text(TOWN_ROWS + "Kreise,99999000,x,2024,rad_km,-\n", "utf-8")
    before = (quick.build / CURRENT).resolve()
    with pytest.raises(FaultyObservationsError):
        import_observations(quick, town_file)
    assert (quick.build / CURRENT).resolve() == before
    assert not (quick.imports / FILE).exists()
    outcome = import_observations(quick, town_file, skip_faulty=True)
    assert (outcome.fresh, [f.line for f in outcome.reading.faults]) == (3, [5])


def test_nothing_but_faults_is_an_error_even_when_skipping(quick: Project, file: Path) -> None:
    """There is nothing to import, and that is said."""
    file.write_text(HEAD + "Kreise,99999000,x,2024,rad_km,-\n", "utf-8")
    with pytest.raises(FaultyObservationsError, match="Keine Zeile"), speaking("de"):
        import_observations(quick, file, skip_faulty=True)


def test_value_that_data_states_is_not_there_twice(quick: Project, file: Path) -> None:
    """The strategy's own figure stays the one figure, before and after a build."""
    quick_file = quick.root / "data" / "lindental" / "figures.ttl"
    quick_file.write_text(
        f"PREFIX ex: <{TOWN}> PREFIX zg: <https://w3id.org/zielgraph/ontology#> "
        "PREFIX qb: <http://purl.org/linked-data/cube#> "
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        "<https://w3id.org/zielgraph/id/lindental/indicator-radwege/99999/2023> a qb:Observation ; "
        "qb:dataSet ex:figures ; zg:indicator ex:indicator-radwege ; zg:area ex:area ; "
        'zg:referenceYear "2023"^^xsd:gYear ; zg:value 11.0 .',
        "utf-8",
    )
    build(quick)
    file.write_text(TOWN_ROWS, "utf-8")
    import_observations(quick, file)
    assert list(observations(quick).values()).count("11") == 1
    quads = len(current_store(quick))
    quick_file.unlink()
    build(quick)
    assert observations(quick)["indicator-radwege/99999/2023"] == "11"
    assert len(current_store(quick)) == quads - 4, "its file was named in the provenance"


def test_remove_brings_back_the_graph_of_before(quick: Project, town_file: Path) -> None:
    """Nothing of the import is left, and the count is told; twice does no harm."""
    before = (quick.build / CURRENT).resolve()
    import_observations(quick, town_file)
    assert remove_observations(quick) == 3
    assert (quick.build / CURRENT).resolve() == before
    assert not (quick.imports / FILE).exists()
    assert remove_observations(quick) == 0


def test_values_keep_the_shapes(built: Project, town_file: Path) -> None:
    """What the build does not check would pass: the import's graph raises no finding."""
    before = {
        finding.one_line()
        for finding in check(built, [*current_store(built).quads()], Sources()).findings
    }
    import_observations(built, town_file)
    quads = [*current_store(built).quads()]
    assert any("graph/observations" in str(quad[3]) for quad in quads)
    after = {finding.one_line() for finding in check(built, quads, Sources()).findings}
    assert after == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace('"format": 1', '"format": 2'),
        lambda text: text.replace("{", "", 1),
        lambda text: text.replace("code,area", "code;area"),
        lambda text: text.replace("10.5", '1> <x:y> "'),
        lambda text: text.replace("10.5", "NaN"),
        lambda text: text.replace(",2022,", ",x,"),
        lambda text: text + "rad_km,99999\n",
    ],
)
def test_damaged_imports_stop_a_build(quick: Project, town_file: Path, damage: object) -> None:
    """A file that somebody has edited wrongly is named; the graph in use stays, remove helps."""
    outcome = import_observations(quick, town_file)
    path = quick.imports / FILE
    path.write_text(damage(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    with pytest.raises(BuildError) as caught:
        build(quick)
    assert str(path) in str(caught.value)
    assert (quick.build / CURRENT).resolve() == outcome.folder.resolve()
    remove_observations(quick)
    build(quick)


def test_indicator_that_is_gone_stops_a_build(quick: Project, town_file: Path) -> None:
    """Values without a catalogue entry would be numbers without a meaning."""
    import_observations(quick, town_file)
    path = quick.root / "data" / "lindental" / "strategy.ttl"
    path.write_text(path.read_text("utf-8").replace('"rad_unfall"', '"rad_neu"'), "utf-8")
    with pytest.raises(BuildError, match="rad_unfall"):
        build(quick)


def test_import_that_breaks_off_leaves_all_as_it_was(
    quick: Project, town_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk while the store is written: graph and values are those of before."""
    import_observations(quick, town_file)
    kept = (quick.imports / FILE).read_bytes()
    before = (quick.build / CURRENT).resolve()
    town_file.write_text(TOWN_ROWS.replace("10.5", "99"), "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zielgraph.store.embedded.EmbeddedStore.extend_saved", full)
    with pytest.raises(BuildError, match="No space left"):
        import_observations(quick, town_file)
    assert (quick.imports / FILE).read_bytes() == kept
    assert (quick.build / CURRENT).resolve() == before
    assert not list(quick.build.glob(".new-*"))


def test_base_of_ones_own(quick: Project, town_file: Path) -> None:
    """Under another base the values have IRIs of that base, after import and build alike."""
    base = {"ZIELGRAPH_BASE": "https://kreis.example/id/"}
    program = Program(quick.root)
    assert program("build", env=base).code == 0
    assert program("indicators", "import", town_file, env=base).code == 0
    text = gzip.decompress((quick.build / CURRENT / OBSERVATIONS).read_bytes()).decode()
    assert "https://kreis.example/id/lindental/indicator-radwege/99999/2022" in text
    assert "w3id.org/zielgraph/id/" not in text


@given(
    st.lists(
        st.dictionaries(
            st.builds(Key, st.sampled_from("ab"), st.just("05558"), st.integers(2000, 2003)),
            st.sampled_from(["1.0", "2.5"]),
        ),
        max_size=5,
    )
)
def test_merging_keeps_the_last_value(files: list[dict[Key, str]]) -> None:
    """Whatever comes in whatever order, the last word counts and every source is in use."""
    imported, wanted = Imported(), dict[Key, str]()
    for number, values in enumerate(files):
        imported, fresh, changed = imported.merged(values, Source(f"{number}", "", ""))
        assert fresh == len(values.keys() - wanted.keys())
        assert changed == sum(wanted.get(key, value) != value for key, value in values.items())
        wanted |= values
    assert {key: value for key, (value, _) in imported.values.items()} == wanted
    assert {index for _, index in imported.values.values()} == set(range(len(imported.sources)))


# ---- As the user does it ----


def test_program_tells_what_it_did(quick: Project, town_file: Path) -> None:
    """Faults with file and line and exit code 1; success with counts; both languages."""
    program = Program(quick.root)
    wrong = town_file.with_name("falsch.csv")
    wrong.write_text(TOWN_ROWS + "Kreise,99999000,x,,rad_km,1.5\n", "utf-8")
    for lang, words in (("de", "nichts wurde übernommen"), ("en", "nothing was imported")):
        outcome = program("indicators", "import", wrong, lang=lang)
        assert outcome.code == 1
        assert f"{wrong}:5: " in outcome.err
        assert words in outcome.err
        assert "Traceback" not in outcome.err
    outcome = program("indicators", "import", wrong, "--skip-faulty", lang="en")
    assert outcome.code == 0
    assert "3 new" in outcome.out
    assert "lines left out: 1" in outcome.out
    assert "1 imported" not in program("indicators", "remove", lang="en").out
    assert program("indicators", "import", "nirgends.csv").code == 2


def test_without_a_built_graph(quick: Project, town_file: Path) -> None:
    """There is nothing to import into yet, and what to do is said."""
    (quick.build / CURRENT).unlink()
    with pytest.raises(StoreError):
        import_observations(quick, town_file)
    assert not (quick.imports / FILE).exists()


def test_export_leaves_imported_values_out_unless_asked(quick: Project, town_file: Path) -> None:
    """Who harvests the graph gets what is the project's own, whoever imported what."""
    program = Program(quick.root)
    before = program("export", "--format", "nquads")
    import_observations(quick, town_file)
    after = program("export", "--format", "nquads", lang="en")
    assert after.out == before.out
    assert before.err == ""
    assert after.err.count("\n") == 1
    assert "--with-imported" in after.err
    full = program("export", "--format", "nquads", "--with-imported")
    assert full.err == ""
    added = set(full.out.splitlines()) - set(after.out.splitlines())
    assert added
    assert all("/graph/observations> ." in line for line in added)


def test_few_folders_with_imported_values_stay(quick: Project, file: Path) -> None:
    """They are large: the one in use, the one before, and a small one."""
    for value in range(5):
        file.write_text(HEAD + f"Kreise,99999000,x,2023,rad_km,{value}\n", "utf-8")
        import_observations(quick, file)
    kept = {path.parent.resolve() for path in quick.build.glob(f"*/{SUMMARY}")}
    assert [len(kept), sum((folder / OBSERVATIONS).exists() for folder in kept)] == [3, 2]
    assert observations(quick)["indicator-radwege/99999/2023"] == "4"


# ---- The real file ----


def test_all_of_inkar(real_project: Path, tmp_path: Path) -> None:
    """60,096 rows without a fault, seen by the queries; every shipped figure is the source's."""
    source = shared_folder() / "data" / "inkar" / "observations.csv"
    import shutil  # noqa: PLC0415

    from zielgraph import open_graph  # noqa: PLC0415
    from zielgraph.model.project import Project as Folder  # noqa: PLC0415

    shutil.copytree(real_project, tmp_path / "real", symlinks=True)
    project = Folder(tmp_path / "real")
    with source.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    figures = {
        (row["kuerzel"], row["kennziffer"], row["zeitbezug"]): Decimal(row["wert"]) for row in rows
    }
    shipped = open_graph(project.root).query("latest-figures")
    assert len(shipped) == 10
    for row in shipped:
        code, year = str(row["code"]), str(row["year"])
        own = figures[code, f"{row['area_key']}000", year]
        assert (own, figures[code, "111", year]) == (
            Decimal(str(row["value"])),
            Decimal(str(row["national"])),
        )
        latest = max(y for c, k, y in figures if (c, k) == (code, f"{row['area_key']}000"))
        assert year == latest
    outcome = import_observations(project, source)
    assert outcome.reading.counts["rows"] == outcome.total == len(rows) == 60_096
    assert outcome.reading.counts["stated"] == 20
    graph = open_graph(project.root)
    area = str(shipped[0]["area_key"])
    for row in graph.query("indicator-rank", area=f"area/{area}"):
        code, year = str(row["code"]), str(row["year"])
        others = [v for (c, k, y), v in figures.items() if (c, y) == (code, year) and k != "111"]
        own = figures[code, f"{area}000", year]
        better = [v for v in others if (v < own if str(row["direction"]) == "lower" else v > own)]
        assert int(str(row["rank"])) == len(better) + 1
        assert int(str(row["compared"])) == len(others)
        assert int(str(row["tied"])) == others.count(own) - 1
