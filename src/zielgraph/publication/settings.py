# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What whoever publishes decides: who answers for the data, under which address they lie.

It stands in the table ``[publication]`` of ``zielgraph.toml``; what is not said there is
taken from the data, or left out.
"""

from __future__ import annotations

import errno
import os
import re
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zielgraph.model.errors import ProjectError, SourceFileError
from zielgraph.model.files import read_text
from zielgraph.model.project import CONFIG, CONFIG_VARIABLE, checked_base
from zielgraph.model.terms import Iri

if TYPE_CHECKING:
    from zielgraph.model.project import Project

TABLE = "publication"


@dataclass(frozen=True, slots=True)
class PublicationSettings:
    """Who publishes, and how.

    :param url: URL of the site's start, if it is not the one that the data IRIs suggest.
    :param publisher: name of the publisher; by default the project.
    :param publisher_url: its web page.
    :param contact: name of the office that answers questions.
    :param contact_email: its address for mail.
    :param contact_url: its page, or its form.
    :param contributor: IRI or last part of the IRI of who delivers to GovData, as
        https://www.dcat-ap.de/def/contributors/ lists them.
    :param attribution: what somebody who uses the data has to name; by default the publisher.
    :param geocoding: whether to name the area by ``dcatde:politicalGeocodingURI`` as well, which
        DCAT-AP.de 3.0 gives up and harvesters with older rules ask for.
    :param releases: folder of the releases; by default ``releases/`` in the project.
    """

    url: str = ""
    publisher: str = ""
    publisher_url: str = ""
    contact: str = ""
    contact_email: str = ""
    contact_url: str = ""
    contributor: str = ""
    attribution: str = ""
    geocoding: bool = False
    releases: str = ""

    @property
    def contributor_iri(self) -> Iri | None:
        """Return the IRI of who delivers.

        >>> PublicationSettings(contributor="openNRW").contributor_iri.value
        'http://dcat-ap.de/def/contributors/openNRW'
        """
        if not self.contributor:
            return None
        if ":" in self.contributor:
            return Iri(self.contributor)
        return Iri("http://dcat-ap.de/def/contributors/" + self.contributor)


def settings_file(project: Project) -> Path:
    """Return the file with the settings: the one that ``ZIELGRAPH_CONFIG`` names, or the project's.

    :raises ProjectError: if a file is named that is not there.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named and not Path(named).is_file():
        reason = os.strerror(errno.ENOENT)
        raise ProjectError("publication.unreadable", path=named, reason=reason)
    return Path(named) if named else project.root / CONFIG


def read_publication(file: Path) -> PublicationSettings:
    """Read the settings of a file; where there is none, all are the defaults.

    :raises ProjectError: if the file cannot be read, or says something that nothing or
        another thing than it can be; the message names file and entry.
    """
    if not file.is_file():
        return PublicationSettings()
    try:
        found = tomllib.loads(read_text(file)).get(TABLE, {})
    except (tomllib.TOMLDecodeError, SourceFileError) as error:
        raise ProjectError("publication.unreadable", path=file, reason=error) from error
    return checked_publication(found, file)


def checked_publication(found: Any, file: Path) -> PublicationSettings:  # noqa: ANN401 - TOML
    """Return the settings in a table.

    :param file: where it stands, for messages.
    :raises ProjectError: if an entry is unknown or wrong.
    """
    if not isinstance(found, dict):
        raise ProjectError("publication.wrong", path=file, entry=TABLE, value=found)
    known = {each.name: type(each.default) for each in fields(PublicationSettings)}
    for name, value in found.items():
        if name not in known:
            near = get_close_matches(name, known, 3)
            all_of_them = "" if near else ", ".join(known)
            raise ProjectError(
                "publication.unknown",
                path=file,
                entry=name,
                near=", ".join(near),
                known=all_of_them,
            )
        if not isinstance(value, known[name]) or not _fits(name, value):
            raise ProjectError("publication.wrong", path=file, entry=name, value=value)
    return PublicationSettings(**found)


_PATTERNS = {
    "contact_email": re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+"),
    "contributor": re.compile(r"[\w.-]+|https?://[^\s<>\"{}|^`\\]+"),
}


def _fits(name: str, value: object) -> bool:
    text = str(value)
    if re.search(r"[\x00-\x1f\x7f]", text):
        return False
    if pattern := _PATTERNS.get(name):
        return not text or pattern.fullmatch(text) is not None
    if name == "url" or name.endswith("_url"):
        try:
            return not text or checked_base(text.rstrip("/") + "/") is not None
        except ProjectError:
            return False
    return True
