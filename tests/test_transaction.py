# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Files are replaced together or not at all: a full disk or a kill leaves the old state."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from test_editing import files_of, spread, two_files
from zielgraph.build.builder import build
from zielgraph.build.transaction import JOURNAL
from zielgraph.editing.draft import Draft
from zielgraph.model.errors import BuildError, EditingError

if TYPE_CHECKING:
    from zielgraph.model.project import Project


@pytest.mark.parametrize("at", range(1, 6))
def test_failing_disk_leaves_all_as_it_was(
    quick: Project, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Whichever of the renames fails (the first is the journal's): all files are as before."""
    draft = two_files(quick)
    before = files_of(quick)
    original, calls = Path.replace, 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(28, "No space left on device", str(target))
        return original(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    if at == 5:  # there are four renames: nothing fails
        assert len(draft.write()) == 3
        return
    with pytest.raises(EditingError) as caught:
        draft.write()
    assert caught.value.key == "editing.denied"
    monkeypatch.undo()
    assert files_of(quick) == before
    assert not (quick.build / JOURNAL).exists()
    assert len(draft.write()) == 3  # the same draft may try again


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_editing import two_files
from zielgraph.model.project import Project
draft = two_files(Project(Path({root!r})))
original, calls = Path.replace, 0
def replace(self, target):
    global calls
    calls += 1
    if calls == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(self, target)
Path.replace = replace
draft.write()
"""


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("finder", ["build", "draft"])
def test_killed_in_the_middle(quick: Project, at: int, finder: str) -> None:
    """After a kill the next build or edit puts everything back before it reads."""
    spread(quick)
    before = files_of(quick)
    code = KILLED.format(tests=str(Path(__file__).parent), root=str(quick.root), at=at)
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (quick.build / JOURNAL).exists() is (at > 1)
    if finder == "build":
        build(quick)
    else:
        assert Draft(quick).changes() == []
    assert files_of(quick) == before
    assert not (quick.build / JOURNAL).exists()


def test_work_after_a_kill_is_left_alone(quick: Project) -> None:
    """A file that somebody edits after the kill keeps their edit."""
    spread(quick)
    code = KILLED.format(tests=str(Path(__file__).parent), root=str(quick.root), at=4)
    subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    strategy = quick.data / "lindental" / "strategy.ttl"
    assert "Neu" in strategy.read_text("utf-8")
    edited = strategy.read_bytes() + b"\n# my own work\n"
    strategy.write_bytes(edited)
    Draft(quick)
    assert strategy.read_bytes() == edited
    assert "Neu" not in (quick.data / "lindental" / "notes.ttl").read_text("utf-8")


def test_garbled_journal_is_named(quick: Project) -> None:
    """A journal that cannot be read is not guessed at."""
    for text in ("", "{}", "[1]", '[{"path": 1}]', "\udcff"):
        (quick.build / JOURNAL).write_bytes(text.encode("utf-8", "surrogateescape") or b"[")
        if text == "{}":
            continue  # an empty one: nothing was begun
        with pytest.raises(BuildError, match=JOURNAL):
            Draft(quick)
