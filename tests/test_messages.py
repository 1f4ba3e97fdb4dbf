# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The catalogue of messages is whole: both languages, the same data, nothing missing or idle."""

from __future__ import annotations

import ast
import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from zielgraph.cli.main import main
from zielgraph.isolation.question import counted
from zielgraph.model import errors
from zielgraph.model.errors import ZielgraphError
from zielgraph.model.messages import (
    LANGUAGES,
    catalogue,
    language,
    message,
    set_language,
    speaking,
)

if TYPE_CHECKING:
    from pathlib import Path

KEY = re.compile(r"[a-z]+\.[a-z_]*[a-z]")
FILES = (".py", ".ttl", ".rq", ".toml", ".json", ".html", ".typ", ".css", ".js", ".svg")
GROUPS = {key.split(".")[0] for key in catalogue()}
TEMPLATES = ".html", ".jinja", ".j2", ".svg", ".typ"


def placeholders(text: str) -> set[str]:
    """Return the names that a message wants to be filled with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def only_choosing(key: str, code: str) -> set[str]:
    """Return the names that only choose between one and many and do not show themselves."""
    shown: dict[str, bool] = {}
    for _, name, form, _ in Formatter().parse(catalogue()[key][code]):
        if name is not None:
            shows = "|" not in (form or "") or "#" in (form or "").rpartition("|")[2]
            shown[name] = shown.get(name, False) or shows
    return {name for name, visible in shown.items() if not visible}


def keys_in(path: Path) -> tuple[set[str], set[str]]:
    """Return the whole keys in a source file, and the beginnings of keys in f-strings."""
    if path.suffix != ".py":
        text = path.read_text("utf-8")
        joined = set(re.findall(r"['\"]([a-z]+\.[a-z_]+)['\"] ~", text))
        words = set(re.findall(r"['\"]([a-z]+\.[a-z_]+)['\"]", text))
        return words - joined, joined
    whole: set[str] = set()
    begun: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole |= {node.value} if KEY.fullmatch(node.value) else set()
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            begun.add(str(node.values[0].value))
    return whole, {text for text in begun if re.fullmatch(r"[a-z]+\.[a-z_]*", text)}


@pytest.fixture(scope="module")
def used(root: Path) -> tuple[set[str], set[str]]:
    """Return the keys and beginnings of keys in all of the source."""
    whole: set[str] = set()
    begun: set[str] = set()
    for path in sorted((root / "src").rglob("*")):
        if path.suffix == ".py" or path.suffix in TEMPLATES:
            found = keys_in(path)
            whole |= found[0]
            begun |= found[1]
    return whole, begun


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_message_is_whole(key: str) -> None:
    """A message in one language only would end in a crash just when somebody needs it."""
    entry = catalogue()[key]
    assert tuple(sorted(entry)) == tuple(sorted(LANGUAGES))
    assert all(text.strip() for text in entry.values())
    assert placeholders(entry["de"]) == placeholders(entry["en"])
    assert all(name.isidentifier() for name in placeholders(entry["de"]))


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_message_can_be_filled(key: str) -> None:
    """Braces that are meant as such are doubled; all data appears in the text."""
    names = placeholders(catalogue()[key]["de"])
    for code in LANGUAGES:
        with speaking(code):
            text = message(key, **{name: f"<{name}>" for name in names})
        assert all(f"<{name}>" in text for name in names - only_choosing(key, code))


def test_every_key_in_the_source_exists(used: tuple[set[str], set[str]]) -> None:
    """A mistyped key would turn a helpful sentence into a traceback."""
    whole, begun = used
    wanted = {key for key in whole if key.split(".")[0] in GROUPS}
    wanted = {key for key in wanted if not key.endswith(FILES)}
    assert wanted - set(catalogue()) == set()
    assert {b for b in begun if not any(k.startswith(b) for k in catalogue())} == set()


def test_every_message_is_used(used: tuple[set[str], set[str]]) -> None:
    """A message that nobody says is translated and kept up for nothing."""
    whole, begun = used
    idle = {k for k in catalogue() if k not in whole and not k.startswith(tuple(begun))}
    assert idle == set()


def test_key_finder_finds() -> None:
    """The two tests above would pass with a finder that finds nothing."""
    folder = errors.__file__
    assert folder is not None
    from pathlib import Path  # noqa: PLC0415

    whole, begun = keys_in(Path(folder).parents[1] / "validation" / "findings.py")
    assert "validate.summary" in whole
    assert "validate." in begun


def test_error_speaks_the_language_of_the_moment() -> None:
    """An error that was raised before the language was chosen is still told in it."""
    error = ZielgraphError("query.unknown", name="ziele", near="goals")
    with speaking("de"):
        german = str(error)
    with speaking("en"):
        english = str(error)
    assert german != english
    assert "ziele" in german
    assert "ziele" in english


def test_unknown_language_is_ignored() -> None:
    """A locale such as fr leaves the program speaking, not crashing."""
    before = language()
    set_language("fr")
    assert language() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["query"],
        ["sources", "x"],
        ["query", "goals", "--format", "x"],
        ["fmt", "--x"],
    ],
)
def test_wrong_command_line_in_both_languages(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Click itself knows English only."""
    said = []
    for code in LANGUAGES:
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--lang", code])
        assert left.value.code == 2
        said.append(capsys.readouterr().err)
    german, english = said
    assert german
    assert not set(german.splitlines()) & set(english.splitlines())


def test_help_page_has_no_english_frame(capsys: pytest.CaptureFixture[str]) -> None:
    """A German page with English headings looks broken."""
    main(["coverage", "--help", "--lang", "de"])
    page = capsys.readouterr().out
    assert not re.search(r"Usage:|Options:|Show this", page)


@pytest.mark.parametrize(
    ("n", "german", "english"),
    [
        (0, "keine Maßnahme", "no measure"),
        (1, "eine Maßnahme", "one measure"),
        (2, "2\u00a0Maßnahmen", "2\u00a0measures"),
        (12345, "12.345\u00a0Maßnahmen", "12,345\u00a0measures"),
    ],
)
def test_message_knows_none_one_and_many(n: int, german: str, english: str) -> None:
    """Sentences are made from figures: “1 goals” must never be printed."""
    with speaking("de"):
        assert message("report.count_measure", n=n) == german
    with speaking("en"):
        assert message("report.count_measure", n=n) == english


@pytest.mark.parametrize("near", ["", "–"])
def test_message_knows_none_and_some(near: str) -> None:
    """Where nothing is similar, nothing is said of it."""
    for key, data in (("rest.unknown", {"name": "x"}), ("query.unknown", {"name": "x"})):
        with speaking("de"):
            assert "hnlich" not in message(key, near=near, **data)
            assert "Ähnlich heißen: a, b. All" in message(key, near="a, b", **data)
        with speaking("en"):
            assert "Similar" not in message(key, near=near, **data)
            assert "Similar names: a, b. " in message(key, near="a, b", **data)


@pytest.mark.parametrize(
    ("seconds", "german", "english"),
    [
        (1.0, "als die erlaubte eine Sekunde und", "than the one second allowed"),
        (1.5, "als die erlaubten 1.5 Sekunden und", "than the 1.5 seconds allowed"),
        (10.0, "als die erlaubten 10 Sekunden und", "than the 10 seconds allowed"),
    ],
)
def test_limit_of_one_second(seconds: float, german: str, english: str) -> None:
    """“1 seconds” must never be printed."""
    with speaking("de"):
        assert german in message("isolation.time", seconds=counted(seconds))
    with speaking("en"):
        assert english in message("isolation.time", seconds=counted(seconds))


def test_no_message_is_there_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files that both define a key would leave it to chance which text is shown."""
    tables = {"g": {"k": {"de": "1", "en": "1"}}}
    monkeypatch.setattr("zielgraph.model.messages._texts", lambda: {"a": tables, "b": tables})
    with pytest.raises(KeyError, match=r"b: g\.k"):
        catalogue.__wrapped__()
