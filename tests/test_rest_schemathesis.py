# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Schemathesis reads our OpenAPI description and tries to prove that the server breaks it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from servers import serving

if TYPE_CHECKING:
    from zielgraph.model.project import Project

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


def test_schemathesis_finds_nothing(pristine: Project, tmp_path: Path) -> None:
    """All checks, with good data and bad, a bounded number of examples, always the same."""
    with serving("--project", pristine.root, env={"ZIELGRAPH_RATE": "100000"}) as server:
        done = subprocess.run(
            [
                str(SCHEMATHESIS),
                "run",
                server.url + "api/openapi.json",
                "--url",
                server.url.rstrip("/"),
                "--mode=all",
                "--checks=all",
                "--phases=examples,coverage,fuzzing",
                "--max-examples=3",
                "--seed=1",
                "--generation-deterministic",
                "--no-color",
                "--suppress-health-check=all",
            ],
            cwd=tmp_path,
            env=os.environ | {"HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
