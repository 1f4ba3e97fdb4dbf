# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Where a thing is found: from IRIs to paths below the site's root, and back.

Put ``de/`` or ``en/`` before the path of a data IRI and you get its page; put ``data/``
before it, and the ending of a format behind it, and you get its data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import relpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

from zielgraph.model.names import DATA_BASE, PREFIXES, SCHEMES, ZG, ZGS

if TYPE_CHECKING:
    from zielgraph.model.terms import Iri

ENDINGS: dict[str, str] = {
    "turtle": "ttl",
    "trig": "trig",
    "ntriples": "nt",
    "nquads": "nq",
    "jsonld": "jsonld",
    "rdfxml": "rdf",
}
"""Ending of a file by the name of its RDF format."""

MEDIA_TYPES: dict[str, str] = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "ntriples": "application/n-triples",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
"""Media type of each RDF format, what we prefer first."""

VALUES = "queries/value-lists"
"""Page of the lists of values; it has a parameter that narrows it to one of them."""

VALUES_ELSEWHERE = {"topic": "topics", "target-group": "queries/target-groups"}
"""Pages of the lists whose values are data and no terms of the ontology, by their names."""

_SDG = PREFIXES["sdg"]
_HASHED = {ZG: "/ontology", ZGS: "/shapes"}
_CHOSEN = {
    "/catalog": "/catalog.ttl",
    "/.well-known/void": "/.well-known/void.ttl",
    "/api/queries": "/api/queries.json",
    "/dumps/": "/dumps/SHA256SUMS",
}
"""Files for paths whose format a server would choose."""

_DOWNLOAD = re.compile(r"(?!id/).*\.(?:csv|html|js|json|svg|xlsx)", re.DOTALL)
"""Paths of the portal, without the language, that are files already."""

SAFE = "/:@!$&'()*+,;=-._~"
"""Signs of a path that are not percent-encoded."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The paths of a site whose data IRIs begin with ``base``.

    :param site: URL of the site's start, if it is not the one that ``base`` suggests.

    All paths begin with ``/``, are percent-encoded and know neither host nor scheme, so
    that nothing that a request says can get into them.
    """

    base: str = DATA_BASE
    site: str = ""

    @property
    def root(self) -> str:
        """Return the URL of the site's start, which ends in ``/``.

        >>> Addresses("https://daten.kreis.example/id/").root
        'https://daten.kreis.example/'
        >>> Addresses("https://kreis.example/id#").root
        'https://kreis.example/'
        """
        if self.site:
            return self.site.rstrip("/") + "/"
        place = self.base.removesuffix("#").removesuffix("/")
        return re.sub(r"(?<=[^/])/id\Z", "", place) + "/"

    def url(self, path: str) -> str:
        """Return the public URL of a path."""
        return self.root + path.removeprefix("/")

    def local(self, iri: Iri | str) -> str | None:
        """Return what follows the base in a data IRI, or ``None`` for other IRIs.

        >>> Addresses().local(DATA_BASE + "town/goal/radwege")
        'town/goal/radwege'
        """
        text = str(iri)
        if not text.startswith(self.base) or text == self.base:
            return None
        return text.removeprefix(self.base)

    def iri(self, local: str) -> str:
        """Return the data IRI for the rest of a path, its percent-encoding undone."""
        return self.base + unquote(local)

    def page(self, iri: Iri | str, lang: str) -> str | None:
        """Return the path of the page about a thing, or ``None`` if there can be none.

        >>> Addresses().page("http://metadata.un.org/sdg/11.2", "en")
        '/en/sdg/11.2'
        >>> Addresses().page(ZG + "Goal", "en")
        '/ontology#Goal'
        >>> Addresses().page(SCHEMES + "topic", "en")
        '/en/topics'
        """
        text = str(iri)
        if (local := self.local(text)) is not None:
            return f"/{lang}/id/{quote(local, safe=SAFE)}"
        for namespace, path in _HASHED.items():
            if text.startswith(namespace):
                return f"{path}#{text.removeprefix(namespace)}"
        if whole := _vocabulary(text):
            return whole
        if name := _scheme(text):
            narrowed = f"{VALUES}?{urlencode({'scheme': text})}"
            return f"/{lang}/{VALUES_ELSEWHERE.get(name, narrowed)}"
        if text.startswith(_SDG) and text.removeprefix(_SDG)[:1].isdigit():
            return f"/{lang}/sdg/{quote(text.removeprefix(_SDG), safe='')}"
        return None

    def data(self, iri: Iri | str, form: str) -> str | None:
        """Return the path of the data about a thing in one of :data:`ENDINGS`.

        >>> Addresses().data(DATA_BASE + "topic/bildung", "turtle")
        '/data/topic/bildung.ttl'
        >>> Addresses().data("http://metadata.un.org/sdg/11.2", "jsonld")
        '/sdg/11.2.jsonld'
        """
        path = self.document(iri)
        return f"{path}.{ENDINGS[form]}" if path else None

    def document(self, iri: Iri | str) -> str | None:
        """Return the path of the data about a thing in whichever format a client likes.

        IRIs of the UN are not ours to resolve; ``/sdg/…`` is what we say about them.

        >>> Addresses().document(ZG + "Goal")
        '/ontology'
        >>> Addresses().document(SCHEMES + "topic")
        '/scheme/topic'
        """
        text = str(iri)
        if (local := self.local(text)) is not None:
            return f"/data/{quote(local, safe=SAFE)}"
        if path := _vocabulary(text):
            return path
        if name := _scheme(text):
            return f"/scheme/{quote(name, safe=SAFE)}"
        if text.startswith(_SDG) and text.removeprefix(_SDG)[:1].isalnum():
            local = text.removeprefix(_SDG)
            return None if "#" in local else f"/sdg/{quote(local, safe='')}"
        return None


def _vocabulary(text: str) -> str | None:
    """Return the path of the vocabulary that a term, a part or a version belongs to.

    >>> _vocabulary(ZG[:-1] + "/sdg/0.1.0"), _vocabulary(ZG[:-1] + "s")
    ('/ontology', None)
    """
    for namespace, path in _HASHED.items():
        if text.startswith((namespace, namespace[:-1] + "/")) or text == namespace[:-1]:
            return path
    return None


def _scheme(text: str) -> str:
    """Return the name of a list of values, or nothing if the IRI names none."""
    name = text.removeprefix(SCHEMES) if text.startswith(SCHEMES) else ""
    return "" if re.search("[/#?]", name) else name


def href(target: str, here: str, *, static: bool = False) -> str:
    """Return the link to the path ``target`` as a page at the path ``here`` writes it.

    All links are relative, so that a site works below any path and from a folder on disk.

    :param static: whether pages are files, whose names end in ``.html``; a file takes no
        parameters, so they are left out.

    >>> href("/de/matrix?by=sdg", "/de/id/topic/bildung")
    '../../matrix?by=sdg'
    >>> href("/de/matrix", "/de/matrix/11/town/field/traffic")
    '../../../../matrix'
    >>> href("/de/", "/de/sdg/11", static=True)
    '../index.html'
    """
    path, mark, rest = _cut(target)
    if static:
        path = file_of(path)
        mark, rest = ("#", rest.partition("#")[2]) if "#" in mark + rest else ("", "")
    folder = here.rpartition("/")[0] or "/"
    # By way of its folder: a page may have the name of a folder that the other one is in.
    above, _, name = path.rpartition("/")
    found = relpath(above or "/", folder)
    found = name if found == "." and name else f"{found}/{name}"
    # A first segment with a colon would read as a scheme.
    if ":" in found.split("/", 1)[0]:
        found = "./" + found
    return found + mark + rest


def file_of(path: str) -> str:
    """Return the file that holds the page at ``path`` in a static site.

    >>> file_of("/de/"), file_of("/de/sdg/11.2"), file_of("/de/explore/graph.json")
    ('/de/index.html', '/de/sdg/11.2.html', '/de/explore/graph.json')
    """
    if path in _CHOSEN:
        return _CHOSEN[path]
    if path.endswith("/"):
        return path + "index.html"
    first, _, rest = path[1:].partition("/")
    page = first in {"de", "en"} and not _DOWNLOAD.fullmatch(rest)
    return path + ".html" if page or path in _HASHED.values() else path


def _cut(target: str) -> tuple[str, str, str]:
    places = [place for place in (target.find("?"), target.find("#")) if place >= 0]
    if not places:
        return target, "", ""
    cut = min(places)
    return target[:cut], target[cut], target[cut + 1 :]
