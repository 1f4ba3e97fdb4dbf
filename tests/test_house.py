# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The rules of the house hold, and the tools that check them are really on."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
# What git, the tools and builds make, and what is no file of ours.
SKIPPED = {".git", ".venv", "build", "dist", "__pycache__", "node_modules", "vendor"}
SKIPPED |= {"imports", "releases"}  # what users make
COMMENTED = {".py", ".ttl", ".rq", ".ru", ".toml", ".yml", ".yaml", ".sh", ".css", ".js", ".jinja"}
MAX_LINES = 400


def files_of_ours() -> list[Path]:
    """Return every file of the repository that a person wrote."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        made = any(p in SKIPPED or (p.startswith(".") and p.endswith("_cache")) for p in parts)
        if path.is_file() and not made and ".hypothesis" not in parts:
            found.append(path)
    return found


FILES = files_of_ours()


def run(*command: str | Path, cwd: Path = ROOT, path: Path | None = None) -> tuple[int, str]:
    """Run a tool and return its exit code and all that it said."""
    env = {"PATH": str(BIN), "HOME": str(cwd)} | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_files_are_found() -> None:
    """The tests below would pass if nothing were looked at."""
    names = {str(path.relative_to(ROOT)) for path in FILES}
    assert {"pyproject.toml", "src/zielgraph/__init__.py", "tests/test_house.py"} <= names
    assert {path.suffix for path in FILES} >= {".py", ".ttl", ".rq", ".toml"}


def test_every_file_says_its_licence() -> None:
    """Whoever takes one file out of the repository still knows what is allowed with it."""
    known = {path.stem for path in (ROOT / "LICENSES").iterdir()}
    silent = []
    for path in FILES:
        if path.suffix not in COMMENTED or path.stat().st_size == 0:
            continue
        head = "\n".join(path.read_text("utf-8").splitlines()[:5])
        licence = re.search(r"SPDX-License-Identifier: (\S+)", head)
        if "SPDX-FileCopyrightText: " not in head or not licence or licence[1] not in known:
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []


def test_no_long_python_file() -> None:
    """A file that nobody can overlook is divided by subject."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in FILES
        if path.suffix == ".py"
    }
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_no_paths_of_a_machine() -> None:
    """A path of the machine on which something was written works nowhere else."""
    folders = "work|root|home|Users"
    pattern = re.compile(rf"(?<![\w.}}/>-])/(?:{folders})/[\w.]".encode())
    found = {
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in FILES
        for match in pattern.finditer(path.read_bytes())
    }
    assert found == set()


def test_imports_go_one_way() -> None:
    """Layers keep the parts apart: the model knows nothing of the command line."""
    code, said = run(BIN / "lint-imports", "--no-cache")
    assert code == 0, said
    assert "0 broken" in said


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("model/names.py", "import zielgraph.cli.main"),
        ("queries/library.py", "import zielgraph.validation.findings"),
        ("coverage/matrix.py", "import pyoxigraph"),
        ("cli/options.py", "import SPARQLWrapper"),
    ],
)
def test_import_linter_is_on(tmp_path: Path, module: str, line: str) -> None:
    """A wrong import is really found, not only by a rule that nobody reads."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / "src" / "zielgraph" / module
    broken.write_text(broken.read_text("utf-8") + f"\n{line}\n", "utf-8")
    code, said = run(BIN / "lint-imports", "--no-cache", cwd=tmp_path, path=tmp_path / "src")
    assert code == 1, said
    assert "1 broken" in said


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import os\n", "F401"),
        ("def f(x):\n    return x\n", "ANN001"),
        ("def f() -> None:\n    pass\n", "D103"),
        ("print(1)\n", "T201"),
        ("try:\n    x = 1\nexcept Exception:\n    pass\n", "BLE001"),
        ("x = " + "1 + " * 40 + "1\n", "E501"),
        ("assert True\n", "S101"),
    ],
)
def test_ruff_is_on(tmp_path: Path, code: str, rule: str) -> None:
    """Rules that are set in the wrong table of the configuration are never read."""
    (tmp_path / "bad.py").write_text(code)
    config = ("--config", ROOT / "pyproject.toml", "--no-cache", "--output-format", "concise")
    status, said = run(BIN / "ruff", "check", *config, tmp_path / "bad.py")
    assert status == 1
    assert rule in said


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("def f(x):\n    return x\n", "no-untyped-def"),
        ("x: list = []\n", "type-arg"),
        ("x: int = 'a'\n", "assignment"),
        (
            "def f(x: int) -> int:\n    if isinstance(x, int):\n        return 1\n    return 2\n",
            "unreachable",
        ),
        ("x = 1  # type: ignore\n", "unused-ignore"),
    ],
)
def test_mypy_is_on(tmp_path: Path, code: str, rule: str) -> None:
    """Strict checking that is switched off by a slip would let every mistake through."""
    (tmp_path / "bad.py").write_text(code)
    config = ("--config-file", ROOT / "pyproject.toml", "--cache-dir", tmp_path / "cache")
    status, said = run(sys.executable, "-m", "mypy", *config, tmp_path / "bad.py")
    assert status == 1
    assert f"[{rule}]" in said


@pytest.mark.parametrize(
    "code",
    [
        "import warnings\ndef test_x():\n    warnings.warn('old', DeprecationWarning)\n",
        "import pytest\n@pytest.mark.nonsense\ndef test_x():\n    pass\n",
        "import pytest\n@pytest.mark.xfail\ndef test_x():\n    pass\n",
        "def f():\n    '''\n    >>> 1 + 1\n    3\n    '''\n",
        "def test_x():\n    open('/dev/null')\n",
    ],
    ids=["warning", "mark", "xfail", "doctest", "unclosed"],
)
def test_pytest_is_strict(tmp_path: Path, code: str) -> None:
    """Warnings, mistyped marks, tests that pass by surprise and wrong examples fail."""
    (tmp_path / "test_bad.py").write_text(code)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_bad.py")
    status, said = run(*command, cwd=tmp_path)
    assert status in {1, 2}, said
    assert "failed" in said or "error" in said.lower()


def test_tools_look_at_source_and_tests() -> None:
    """A folder that no tool looks at is where mistakes gather."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert {"src", "tests"} <= set(settings["mypy"]["files"])
    assert {"src", "tests"} <= set(settings["pytest"]["ini_options"]["testpaths"])
    assert settings["mypy"]["strict"] is True
    assert set(settings["ruff"]) <= {"line-length", "src", "lint", "format", "target-version"}
    assert "exclude" not in settings["ruff"]["lint"]
    names = {
        entry["module"] if isinstance(entry["module"], str) else tuple(entry["module"])
        for entry in settings["mypy"].get("overrides", [])
    }
    assert not any("zielgraph" in str(name) for name in names)


def test_layers_name_every_package() -> None:
    """A new package without a layer would be free to import anything."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = " ".join(settings["contracts"][0]["layers"])
    source = ROOT / "src" / "zielgraph"
    packages = {p.parent.name for p in source.glob("*/__init__.py")}
    packages |= {p.stem for p in source.glob("*.py")} - {"__init__"}
    assert {name for name in packages if f"zielgraph.{name}" not in layers} == set()
