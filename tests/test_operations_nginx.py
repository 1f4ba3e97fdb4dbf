# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Behind nginx, with the configuration that docs/operations.md recommends."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.model.project import Project

PAGE = Path(__file__).parents[1] / "docs" / "operations.md"
NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)


@pytest.fixture
def front(bare: Project, tmp_path: Path) -> Iterator[str]:
    """Run our server with nginx before it and yield the address of nginx."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    found = re.search(r"```nginx\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    flags = ("--trusted-proxies", "127.0.0.1", "--public-url", "https://daten.kreis.example/")
    limits = ("--rate", "1", "--burst", "3")
    with serving("--project", bare.root, *flags, *limits) as server:
        config = found[1].replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
        config = config.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
        config = re.sub(r"ssl_certificate\S* .*", "", config)
        temporary = "".join(
            f"{name}_temp_path {tmp_path}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        path = tmp_path / "nginx.conf"
        path.write_text(
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
            f"events {{}}\nhttp {{\n{temporary}{config}}}\n",
            "utf-8",
        )
        command = [NGINX, "-p", str(tmp_path), "-c", str(path), "-e", str(tmp_path / "error.log")]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as nginx:
            try:
                for _ in range(200):
                    try:
                        socket.create_connection(("127.0.0.1", port)).close()
                        break
                    except OSError:
                        time.sleep(0.05)
                yield f"http://127.0.0.1:{port}/"
            finally:
                nginx.terminate()


def test_all_comes_through(front: str) -> None:
    """Pages, conditions, compression, redirects and formats, and no number for strangers."""
    page = httpx.get(front + "de/")
    assert page.status_code == 200
    assert page.headers["content-encoding"] == "gzip"
    assert page.headers["strict-transport-security"]
    tag = {"if-none-match": page.headers["etag"]}
    assert httpx.get(front + "de/", headers=tag).status_code == 304
    table = httpx.get(front + "sparql?query=ASK%7B%7D", headers={"accept": "text/csv"})
    assert table.status_code == 200
    assert httpx.get(front, headers={"accept-language": "en"}).headers["location"] == "en/"
    assert httpx.get(front + "metrics").status_code == 404
    assert httpx.post(front + "sparql", content=b"x" * 2_000_000).status_code == 413
    assert "https://daten.kreis.example/sitemap.xml" in httpx.get(front + "robots.txt").text


def test_nobody_passes_for_somebody_else(front: str) -> None:
    """A forged X-Forwarded-For does not give a client new tokens."""
    statuses = [
        httpx.get(
            f"{front}sparql?query=ASK%7B%7D%23{place}",
            headers={"X-Forwarded-For": f"192.0.2.{place}"},
        ).status_code
        for place in range(8)
    ]
    assert statuses[0] == 200
    assert 429 in statuses
