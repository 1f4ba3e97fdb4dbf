# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Settings of the server: which of several counts, what is refused, what the page says."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zielgraph.isolation.question import Source
from zielgraph.model.errors import ProjectError
from zielgraph.model.messages import message, speaking
from zielgraph.publication.addresses import Addresses
from zielgraph.server.settings import Settings, SettingsError, flag, read_settings, table, variable
from zielgraph.server.state import Served, public_url

if TYPE_CHECKING:
    from dataclasses import Field

    from zielgraph.model.project import Project

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(environment: dict[str, str] | None = None) -> Settings:
    """Return settings for a file that is served, which needs no project."""
    return read_settings({"load": ("a.nt",)}, environment or {}).settings


def test_flag_before_environment_before_file_before_default(folder: Path) -> None:
    """Whoever is closest to the start decides, and it is said who did."""
    (folder / "zielgraph.toml").write_text(
        '[server]\nport = 1\nqueue = 2\nworkers = 3\n[portal]\noperator = "Kreis"\n', "utf-8"
    )
    environment = {"ZIELGRAPH_PORT": "11", "ZIELGRAPH_QUEUE": "12"}
    chosen = read_settings({"port": "21", "load": ("a.nt",)}, environment)
    found = chosen.settings
    assert (found.port, found.queue, found.workers, found.stop_seconds) == (21, 12, 3, 20)
    assert chosen.origins["port"] == "--port"
    assert chosen.origins["queue"] == "ZIELGRAPH_QUEUE"
    assert chosen.origins["workers"] == "zielgraph.toml"
    assert "stop_seconds" not in chosen.origins
    with speaking("en"):
        lines = {name: (value, origin) for name, value, origin in chosen.lines()}
    assert lines["port"] == ("21", "--port")
    assert lines["stop_seconds"] == ("20 s", "default")
    assert lines["host"][0] == "127.0.0.1"
    assert lines["services"][0] == "–"
    assert list(lines) == [each.name for each in fields(Settings)]


def test_file_of_the_project(bare: Project, folder: Path) -> None:
    """Without a word about it, the file in the project's folder is read, not that next to us."""
    (folder / "zielgraph.toml").write_text("[server]\nport = 1\n", "utf-8")
    flags = {"project": str(bare.root)}
    assert read_settings(flags, {}).settings.port == 8000
    assert read_settings(flags, {}).file == bare.root / "zielgraph.toml"
    assert read_settings(flags, {"ZIELGRAPH_CONFIG": "zielgraph.toml"}).settings.port == 1
    assert read_settings(flags, {}, Path("zielgraph.toml")).settings.port == 1
    with pytest.raises(ProjectError):
        read_settings({"project": str(folder / "nowhere")}, {})


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("services", "http://a.example/sparql, http://b.example/sparql,", 2),
        ("log_addresses", "true", True),
        ("log_addresses", "0", False),
        ("query_seconds", "0.5", 0.5),
        ("query_seconds", "3", 3.0),
        ("public_url", "https://daten.kreis.example/strategie", None),
        ("public_url", "http://[::1]:8000/", None),
    ],
)
def test_values_of_the_environment(folder: Path, name: str, given: str, value: object) -> None:
    """Texts become what the setting is."""
    assert folder.is_dir()
    found = getattr(read({variable(name): given}), name)
    if isinstance(value, int) and not isinstance(value, bool):
        assert len(found) == value
    else:
        assert found == (given if value is None else value)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("port", "http"),
        ("port", "-1"),
        ("port", "65536"),
        ("port", "1.5"),
        ("port", "1e3"),
        ("port", ""),
        ("query_seconds", "nan"),
        ("query_seconds", "inf"),
        ("query_seconds", "0"),
        ("query_memory", "64 MB"),
        ("log_addresses", "perhaps"),
        ("public_url", "daten.kreis.example"),
        ("public_url", "ftp://kreis.example/"),
        ("public_url", "javascript:alert(1)"),
        ("public_url", "https://kreis.example/?x"),
        ("public_url", "https://kreis.example/\r\nX: 1"),
        ("public_url", "https://kreis.example/<script>"),
    ],
)
def test_wrong_values(folder: Path, name: str, given: str) -> None:
    """A wrong value is told with where it stands, in both languages; nothing is guessed."""
    assert folder.is_dir()
    with pytest.raises(SettingsError) as caught:
        read_settings({"load": ("a.nt",), name: given}, {})
    for lang in ("de", "en"):
        with speaking(lang):
            assert flag(name) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[server]\nprot = 1\n", "port"),
        ("port = 1\n", "[server]"),
        ("server = 1\n", "[server]"),
        ("[server]\nport = true\n", "port"),
        ("[server]\nport = '8000x'\n", "port"),
        ("[server]\nhost = 1\n", "host"),
        ("[server]\nservices = [1]\n", "services"),
        ("[server]\nservices = {a = 1}\n", "services"),
        ("[server\n", "line 1"),
        ("\x00", "zielgraph.toml"),
    ],
)
def test_wrong_files(folder: Path, text: str, word: str) -> None:
    """The message names the file and what is wrong in it."""
    (folder / "zielgraph.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read()
    with speaking("en"):
        assert "zielgraph.toml" in str(caught.value)
        assert word in str(caught.value)


def test_file_that_is_named_must_be_there(folder: Path) -> None:
    """A mistyped name must not start a server with other settings."""
    (folder / "latin.toml").write_bytes(b"[server]\nhost = '\xff'\n")
    files = {"nowhere.toml": "setting.no_file", "latin.toml": "setting.unreadable", ".": ""}
    for name, key in files.items():
        with pytest.raises(SettingsError) as caught:
            read_settings({"load": ("a",)}, {"ZIELGRAPH_CONFIG": str(folder / name)})
        assert caught.value.key == key or not key
        assert str(folder) in str(caught.value)


@pytest.mark.parametrize("each", list(table()), ids=lambda each: each.name)
def test_default_is_allowed(each: Field[Any]) -> None:
    """A default that one may not write oneself would be a trap."""
    default = each.default
    if isinstance(default, int | float) and not isinstance(default, bool):
        assert each.metadata["least"] <= default <= each.metadata["most"]
        assert getattr(read({variable(each.name): str(default)}), each.name) == default
    assert message(f"setting.{each.name}")


def row(each: Field[Any]) -> str:
    """Return the line of the documentation for a setting."""
    kinds = {"str": "text", "bool": "true, false"}
    kind = kinds.get(str(each.type), "list of texts")
    default = each.default
    if str(each.type) in {"int", "float"}:
        least, most = each.metadata["least"], each.metadata["most"]
        kind = f"{least:g}–{int(most)} {each.metadata['unit']}".rstrip()
        shown = f"{default:g}"
    else:
        shown = str(default).lower() if isinstance(default, bool) else str(default or "")
    return f"| `{each.name}` | {kind} | {shown} | {message(f'setting.{each.name}')} |"


@pytest.mark.parametrize(
    ("given", "addresses", "known"),
    [
        ("", Addresses(), "http://[::1]:80/"),
        ("", Addresses(site="https://daten.kreis.example"), "https://daten.kreis.example/"),
        ("", Addresses("https://kreis.example/ziele/id/"), "https://kreis.example/ziele/"),
        ("https://a.example", Addresses(site="https://b.example"), "https://a.example/"),
    ],
)
def test_the_address_by_which_others_know_it(given: str, addresses: Addresses, known: str) -> None:
    """What is published and what is served have one address, unless they are told apart."""
    served = Served("1", datetime(2026, 11, 22, tzinfo=UTC), Source(()), addresses)
    assert public_url(Settings(public_url=given), served, "http://[::1]:80/") == known


def test_documentation_lists_the_settings() -> None:
    """The table of docs/serve.md is that of the program, in its order."""
    page = (ROOT / "docs" / "serve.md").read_text("utf-8")
    with speaking("en"):
        wanted = [row(each) for each in table()]
    assert re.findall(r"^\| `[a-z_]+` \|.*$", page, re.MULTILINE) == wanted


def test_unknown_setting_names_similar_ones_or_all(folder: Path) -> None:
    """Only what is similar may be meant; otherwise all that is possible is said to be that."""
    file = folder / "zielgraph.toml"
    for entry, meant in (
        ("query_second", {"query_seconds"}),
        ("xyzzy", {each.name for each in fields(Settings)}),
    ):
        file.write_text(f"[server]\n{entry} = 1\n", "utf-8")
        with pytest.raises(SettingsError) as caught:
            read_settings({}, {}, file)
        for lang, guess, possible in (
            ("de", "Gemeint ist vielleicht: ", "Möglich sind: "),
            ("en", "Perhaps you mean: ", "Possible: "),
        ):
            with speaking(lang):
                text = str(caught.value)
            said, other = (guess, possible) if entry == "query_second" else (possible, guess)
            assert other not in text
            named = set(text.partition(said)[2].rstrip(".").split(", "))
            assert meant <= named
            assert len(named) <= max(3, len(meant))
