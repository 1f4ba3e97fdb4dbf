# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Options that several commands share, and how text leaves the program."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zielgraph.model.errors import EndpointError, ProjectError
from zielgraph.model.messages import LANGUAGES, message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore

_Decorated = TypeVar("_Decorated", bound="Callable[..., Any] | click.Command")

BINARY = frozenset({"xlsx", "png", "pdf"})
"""Formats that need a file to go to."""

FilePath = click.Path(path_type=Path)


def language_option(function: _Decorated) -> _Decorated:
    """Add ``--lang``."""
    # The language is already set when options are read (main.speak); here it is only checked.
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), expose_value=False, help=message("help.lang")
    )(function)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--project`` and ``--lang``."""
    return click.option("--project", "folder", type=FilePath, help=message("help.project"))(
        language_option(function)
    )


def output(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--output``."""
    return click.option("--output", type=FilePath, help=message("help.output"))(function)


def endpoint(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--endpoint``."""
    return click.option("--endpoint", metavar="URL", help=message("help.endpoint"))(function)


def project_of(folder: Path | None) -> Project:
    """Return the project to work on."""
    from zielgraph.model.project import find_project  # noqa: PLC0415

    return find_project(folder)


def shown(path: Path) -> str:
    """Return ``path`` as somebody in the working folder would type it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def store_of(project: Project, url: str | None) -> GraphStore:
    """Return the built store, or the remote one.

    :raises EndpointError: if ``url`` is no web address.
    """
    if url is None:
        from zielgraph.build.location import current_store  # noqa: PLC0415

        return current_store(project)
    if not url.startswith(("http://", "https://")):
        raise EndpointError("endpoint.url", url=url)
    from zielgraph.store.remote import RemoteStore  # noqa: PLC0415

    return RemoteStore(url)


def room_for(target: Path | None) -> int | None:
    """Return how many characters fit on a line, or ``None`` where nobody is watching."""
    if target is not None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def format_for(form: str | None, target: Path | None, known: Sequence[str], default: str) -> str:
    """Return the format to write: the one asked for, else the one that the file's ending names.

    :param form: what ``--format`` says, if it is there.
    :param known: the formats of the command; an ending that is none of them means ``default``.
    :raises ProjectError: if a file that only a program can read would go to the terminal.
    """
    ending = target.suffix.removeprefix(".").lower() if target is not None else ""
    chosen = form or (ending if ending in known else default)
    if chosen in BINARY and target is None:
        raise ProjectError("write.binary", form=chosen)
    return chosen


def emit(text: str, target: Path | None) -> None:
    """Write ``text`` to ``target`` or standard output.

    :raises ProjectError: if the file cannot be written; nothing half-written is left.
    """
    if target is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    emit_bytes(text.encode(), target)


def emit_bytes(data: bytes, target: Path) -> None:
    """Write ``data`` to ``target``.

    :raises ProjectError: if the file cannot be written; nothing half-written is left.
    """
    if target.exists() and not target.is_file():
        _pour(data, target)  # a pipe or device, /dev/null for one, must not be replaced
        return
    scratch = target.with_name(f".{target.name}.part")
    try:
        scratch.write_bytes(data)
        scratch.replace(target)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise ProjectError(
            "write.denied", path=target, reason=error.strerror or str(error)
        ) from error


def _pour(data: bytes, target: Path) -> None:
    try:
        target.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectError("write.denied", path=target, reason=reason) from error
