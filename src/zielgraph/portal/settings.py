# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a county tells its portal: who runs it, whom to write to, what to show as an example.

It stands in the table ``[portal]`` of ``zielgraph.toml`` in the project's folder. All of it may
be missing: then the pages say what is to be filled in, and under which name.
"""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from zielgraph.model.errors import ProjectError
from zielgraph.model.files import read_text

if TYPE_CHECKING:
    from pathlib import Path

STATUSES = ("", "full", "partial", "none")
"""How far a portal meets the rules of accessibility; empty: nobody has checked it yet."""


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """The table ``[portal]``; every entry is a text unless it says otherwise.

    :param operator: the body that runs the portal, as the imprint names it.
    :param address: its postal address, lines divided by line breaks.
    :param represented_by: who represents it.
    :param editor: who answers for the content (§ 18 MStV).
    :param email: where to write to; ``phone`` and ``website`` likewise.
    :param vat: its VAT number, if it has one.
    :param privacy_contact: the data protection officer: name, e-mail.
    :param log_days: whole days after which lines of the access log are deleted.
    :param feedback: e-mail or URL for barriers; ``email`` if there is none.
    :param accessibility_status: ``full``, ``partial`` or ``none``; empty if nobody has checked.
    :param accessibility_checked: date (``YYYY-MM-DD``) of the last check.
    :param accessibility_basis: by whom and how it was checked.
    :param accessibility_law: the law that asks for accessibility here.
    :param monitoring: name and e-mail of the body that watches over it.
    :param enforcement: name, address and e-mail of the body to turn to where feedback does not
        help, lines divided by line breaks.
    :param enforcement_url: its page; ``http`` or ``https``.
    :param example: two or more fields, topics or statements, whose paths are the ready example
        of the page to explore: a list of texts.
    """

    operator: str = ""
    address: str = ""
    represented_by: str = ""
    editor: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    vat: str = ""
    privacy_contact: str = ""
    log_days: int = 0
    feedback: str = ""
    accessibility_status: str = ""
    accessibility_checked: str = ""
    accessibility_basis: str = ""
    accessibility_law: str = ""
    monitoring: str = ""
    enforcement: str = ""
    enforcement_url: str = ""
    example: tuple[str, ...] = ()


def read_portal_settings(path: Path) -> PortalSettings:
    """Read the table ``[portal]`` of a file; without file or table, all is empty.

    :param path: the file, such as ``zielgraph.toml``.
    :raises ProjectError: if the file is no TOML, or an entry is unknown or of another kind.
    :raises SourceFileError: if the file cannot be read.
    """
    if not path.is_file():
        return PortalSettings()
    try:
        table = tomllib.loads(read_text(path)).get("portal", {})
    except tomllib.TOMLDecodeError as error:
        raise ProjectError("settings.broken", path=path, reason=error) from error
    if not isinstance(table, dict):
        raise ProjectError("settings.value", path=path, name="portal", kind="[portal]")
    known = {field.name: type(field.default) for field in fields(PortalSettings)}
    for name in table:
        if name not in known:
            near = get_close_matches(name, known, n=2)
            all_of_them = "" if near else ", ".join(known)
            raise ProjectError(
                "settings.unknown", path=path, name=name, near=", ".join(near), known=all_of_them
            )
    return PortalSettings(**{name: _value(path, name, table[name], known[name]) for name in table})


def _value(path: Path, name: str, value: object, kind: type) -> Any:  # noqa: ANN401 - as it is
    shown = {int: "0, 1, 2 …", tuple: '["…", "…"]'}.get(kind, '"…"')
    if kind is tuple:
        fits = isinstance(value, list) and all(isinstance(part, str) for part in value)
        value = tuple(value) if isinstance(value, list) else value
    elif kind is int:
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    else:
        value = value.isoformat() if isinstance(value, datetime.date) else value
        fits = isinstance(value, str)
    if name == "accessibility_status" and fits and value not in STATUSES:
        fits, shown = False, ", ".join(f'"{status}"' for status in STATUSES[1:])
    if name.endswith("_url") and fits and not str(value).startswith(("https://", "http://")):
        fits, shown = False, '"https://…"'
    if name == "accessibility_checked" and fits and not _is_date(str(value)):
        fits, shown = False, '"2026-11-22"'
    if not fits:
        raise ProjectError("settings.value", path=path, name=name, kind=shown)
    return value.strip() if isinstance(value, str) else value


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
