# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The settings of the server: one table from which flags, environment and file are read.

A setting is a field of :class:`Settings`; its name gives the flag (``--stop-seconds``), the
environment variable (``ZIELGRAPH_STOP_SECONDS``) and the key in the table ``[server]`` of
``zielgraph.toml`` (``stop_seconds``); what it means is the message ``setting.<name>``.
"""

from __future__ import annotations

import math
import os
import re
import tomllib
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zielgraph.model.errors import ZielgraphError
from zielgraph.model.messages import message
from zielgraph.model.project import CONFIG, CONFIG_VARIABLE, find_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NETWORKS = frozenset({"trusted_proxies", "metrics_from"})


class SettingsError(ZielgraphError):
    """A setting is unknown or has a value that it cannot have."""


def setting(
    default: Any,  # noqa: ANN401 - of the type of the field
    unit: str = "",
    least: float | None = None,
    most: float | None = None,
) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Describe a setting.

    :param unit: ``s``, ``MB`` … for numbers.
    :param least: smallest number that makes sense, likewise ``most``.
    """
    return field(default=default, metadata={"unit": unit, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. Lists are written with commas in the environment."""

    host: str = setting("127.0.0.1")
    port: int = setting(8000, least=0, most=65535)
    public_url: str = setting("")
    project: str = setting("")
    load: tuple[str, ...] = setting(())
    workers: int = setting(0, least=0, most=256)
    query_seconds: float = setting(10.0, "s", 0.1, 3600)
    query_memory: int = setting(512, "MB", 16, 65536)
    query_size: int = setting(64, "MB", 1, 4096)
    queue: int = setting(64, least=1, most=100_000)
    services: tuple[str, ...] = setting(())
    body_size: int = setting(1, "MB", 1, 1024)
    stop_seconds: int = setting(20, "s", 1, 3600)
    cache_size: int = setting(64, "MB", 0, 65536)
    rate: float = setting(20.0, "/s", 0, 100_000)
    burst: int = setting(200, least=1, most=1_000_000)
    client_queries: int = setting(4, least=0, most=1000)
    trusted_proxies: tuple[str, ...] = setting(())
    connections: int = setting(1000, least=1, most=100_000)
    header_seconds: float = setting(15.0, "s", 0.1, 3600)
    body_seconds: float = setting(30.0, "s", 0.1, 3600)
    read_seconds: float = setting(30.0, "s", 0.1, 3600)
    keep_alive_seconds: int = setting(15, "s", 1, 3600)
    access_log: str = setting("combined")
    log_addresses: bool = setting(default=False)
    metrics_from: tuple[str, ...] = setting(())
    reload_seconds: float = setting(1.0, "s", 0, 3600)
    prepare: bool = setting(default=True)


def table() -> Iterator[Field[Any]]:
    """Return the settings in the order in which they are shown."""
    yield from fields(Settings)


def flag(name: str) -> str:
    """Return the flag of a setting.

    >>> flag("stop_seconds")
    '--stop-seconds'
    """
    return "--" + name.replace("_", "-")


def variable(name: str) -> str:
    """Return the environment variable of a setting.

    >>> variable("stop_seconds")
    'ZIELGRAPH_STOP_SECONDS'
    """
    return "ZIELGRAPH_" + name.upper()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Settings, and where they came from.

    :param origins: flag, variable or file of each that is not a default.
    :param file: the file with settings, which need not be there.
    """

    settings: Settings
    origins: Mapping[str, str]
    file: Path

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """Return name, value and origin of every setting, to be shown."""
        for each in table():
            value = getattr(self.settings, each.name)
            said = ", ".join(value) if isinstance(value, tuple) else str(value)
            if isinstance(value, float):
                said = f"{value:g}"
            if isinstance(value, bool):
                said = said.lower()
            unit = f" {each.metadata['unit']}" if each.metadata["unit"] else ""
            origin = self.origins.get(each.name) or message("setting.default")
            yield each.name, (said + unit) or "–", origin


def read_settings(
    flags: Mapping[str, Any],
    environment: Mapping[str, str] | None = None,
    config: Path | None = None,
) -> Chosen:
    """Return the settings: flags before environment before file before defaults.

    :param flags: settings given on the command line; ``None`` and ``()`` are not given.
    :param environment: by default that of the process.
    :param config: file to read; by default the one that ``ZIELGRAPH_CONFIG`` names, else
        ``zielgraph.toml`` in the project's folder, else in the working folder, if it is there.
    :raises SettingsError: if a file is missing or broken, or a setting unknown or wrong.
    :raises ProjectError: if the project's folder that is given is none.
    """
    environment = os.environ if environment is None else environment
    known = {each.name: each for each in table()}
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name, each in known.items():
        if given := environment.get(variable(name)):
            values[name], origins[name] = _checked(each, given, variable(name)), variable(name)
        if flags.get(name) not in {None, ()}:
            values[name], origins[name] = _checked(each, flags[name], flag(name)), flag(name)
    if config is None and environment.get(CONFIG_VARIABLE):
        config = Path(environment[CONFIG_VARIABLE])
    path = config or _usual_file(values)
    for name, value in _read_file(path, known, wanted=config is not None).items():
        checked = _checked(known[name], value, f"{path}: {name}")
        if name not in values:
            values[name], origins[name] = checked, str(path)
    return Chosen(replace(Settings(), **values), origins, path)


def _usual_file(values: Mapping[str, Any]) -> Path:
    if values.get("load"):
        return Path(CONFIG)
    return find_project(Path(values["project"]) if values.get("project") else None).root / CONFIG


def _read_file(path: Path, known: Mapping[str, object], *, wanted: bool) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        if not wanted:
            return {}
        raise SettingsError("setting.no_file", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SettingsError("setting.unreadable", path=path, reason=reason) from error
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("setting.unreadable", path=path, reason=error) from error
    found = whole.get("server", {})
    loose = next((name for name, value in whole.items() if not isinstance(value, dict)), None)
    if loose is not None or not isinstance(found, dict):
        raise SettingsError("setting.no_table", path=path, name=loose or "server")
    for name in found:
        if name not in known:
            near = get_close_matches(name, known, 3)
            all_of_them = "" if near else ", ".join(known)
            raise SettingsError(
                "setting.unknown", path=path, name=name, near=", ".join(near), known=all_of_them
            )
    return found


def _checked(each: Field[Any], value: Any, where: str) -> Any:  # noqa: ANN401 - of its type
    """Return ``value`` in the type of the setting ``each``."""
    kind = str(each.type)
    if kind.startswith("tuple"):
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, (list, tuple)) or not all(isinstance(p, str) for p in parts):
            raise SettingsError("setting.list", where=where, value=value)
        found = tuple(part.strip() for part in parts if part.strip())
        return _checked_networks(found, where) if each.name in _NETWORKS else found
    if kind == "bool":
        words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
        if isinstance(value, bool) or str(value).lower() in words:
            return value if isinstance(value, bool) else words[str(value).lower()]
        raise SettingsError("setting.truth", where=where, value=value)
    if kind == "str":
        if not isinstance(value, str):
            raise SettingsError("setting.text", where=where, value=value)
        return _checked_text(each.name, value, where)
    return _checked_number(each, kind, value, where)


def _checked_networks(values: tuple[str, ...], where: str) -> tuple[str, ...]:
    for value in values:
        try:
            ip_network(value, strict=False)
        except ValueError as error:
            raise SettingsError("operations.address", where=where, value=value) from error
    return values


def _checked_text(name: str, value: str, where: str) -> str:
    if name == "access_log" and value not in {"combined", "json", "off"}:
        raise SettingsError("operations.log_form", where=where, value=value)
    if name == "public_url" and not re.fullmatch(
        r"https?://[A-Za-z0-9.\-:\[\]]+(?:/[\w.~%!$&'()*+,;=:@/-]*)?", value, re.ASCII
    ):
        raise SettingsError("setting.url", where=where, value=value)
    return value


def _checked_number(each: Field[Any], kind: str, value: Any, where: str) -> float:  # noqa: ANN401
    least, most = each.metadata["least"], each.metadata["most"]
    try:
        number = (int if kind == "int" else float)(math.nan if isinstance(value, bool) else value)
        fits = number == float(value) and least <= number <= most
    except (TypeError, ValueError, OverflowError):
        number, fits = 0, False
    if not fits:
        unit = each.metadata["unit"]
        shown = f"{least:g}–{most:g}" + (f" {unit}" if unit else "")
        raise SettingsError("setting.number", where=where, value=value, range=shown)
    return number
