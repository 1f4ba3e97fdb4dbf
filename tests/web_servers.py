# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""nginx and Apache from Debian over a folder of files, for tests that speak HTTP to them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_APACHE_MODULES = Path("/usr/lib/apache2/modules")
_WANTED = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite")


def _nginx(folder: Path, root: Path, site: Path, port: int) -> list[str]:
    user = "user root;\n" if os.getuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = (
        f"{user}daemon off;\nmaster_process off;\npid {folder}/pid;\n"
        f"error_log {folder}/error.log;\n"
        f"events {{ }}\nhttp {{\naccess_log off;\n{temporary}"
        f"include {site}/server/nginx-http.conf;\n"
        f"server {{\nlisten 127.0.0.1:{port};\nroot {root};\n"
        f"include {site}/server/nginx-site.conf;\n}}\n}}\n"
    )
    (folder / "nginx.conf").write_text(config, "utf-8")
    return ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _apache(folder: Path, root: Path, site: Path, port: int) -> list[str]:  # noqa: ARG001
    modules = "".join(
        f"LoadModule {name}_module {_APACHE_MODULES}/mod_{name}.so\n" for name in _WANTED
    )
    user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
    config = (
        f"ServerName localhost\nServerRoot {folder}\nListen 127.0.0.1:{port}\n{modules}{user}"
        f"PidFile {folder}/pid\nErrorLog {folder}/error.log\nMutex posixsem\n"
        f"TypesConfig /dev/null\nDocumentRoot {root}\n"
        f"<Directory {root}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )
    (folder / "apache.conf").write_text(config, "utf-8")
    return ["apache2", "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


@contextmanager
def public_folder() -> Iterator[Path]:
    """Yield an empty folder that a web server may read after giving up the rights of root.

    The folders of pytest are closed to others, and each start of pytest closes them anew.
    """
    with tempfile.TemporaryDirectory(prefix="zielgraph-site-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def web_server(name: str, folder: Path, root: Path, site: Path) -> Iterator[str]:
    """Run a web server and yield its address, which ends in ``/``; skip if there is none.

    :param name: ``nginx`` or ``apache2``.
    :param folder: an empty folder for its own files.
    :param root: the document root, and ``site`` the folder of the site, in it or the same.
    """
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = (_nginx if name == "nginx" else _apache)(folder, root, site, port)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            for _ in range(400):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    if process.poll() is not None:
                        break
                    time.sleep(0.05)
            if process.poll() is not None:
                assert process.stdout is not None
                log = folder / "error.log"
                said = log.read_text("utf-8") if log.exists() else ""
                pytest.fail(f"{name} does not start: {process.stdout.read().decode()}{said}")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(30)
