# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How to cite the dataset, or one thing in it, so that others find the very same version."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.messages import language, message, speaking
from zielgraph.publication.resources import dataset_iri
from zielgraph.publication.vocabulary import LABELS

if TYPE_CHECKING:
    from zielgraph.model.terms import Iri
    from zielgraph.publication.publication import Publication

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation is made of, in one language.

    :param title: of the dataset, or of the thing in it; ``container`` is then the dataset.
    :param publisher: who publishes, and stands for the authors.
    :param date: ISO date, or empty if none is known.
    :param version: name of the release, or what tells this state from others.
    :param url: address under which it is found for good.
    """

    title: str
    publisher: str
    date: str
    version: str
    url: str
    licence: str
    lang: str
    container: str = ""

    @property
    def year(self) -> str:
        """Return the year, or what says that there is none."""
        with speaking(self.lang):
            return self.date[:4] or message("cite.no_year")

    def text(self) -> str:
        """Return the citation as a sentence."""
        with speaking(self.lang):
            where = message("cite.in", title=self.container) if self.container else ""
            return message(
                "cite.text",
                publisher=self.publisher,
                year=self.year,
                title=self.title,
                where=where,
                version=self.version,
                url=self.url,
            )

    def bibtex(self) -> str:
        """Return the citation for BibTeX.

        >>> shown = Citation("Ziele 100 %", "Kreis", "2026", "1", "https://x.example/a_b", "", "de")
        >>> shown.bibtex().splitlines()[:2]
        ['@misc{zielgraph-1-a-b,', '  title = {{Ziele 100 \\\\%}},']
        """
        key = re.sub(
            r"[^A-Za-z0-9]+", "-", f"zielgraph-{self.version}-{self.url.rsplit('/', 1)[-1]}"
        )
        with speaking(self.lang):
            note = message("cite.version", version=self.version)
        entries = {
            "title": f"{{{self.title.translate(_TEX)}}}",
            "author": f"{{{self.publisher.translate(_TEX)}}}",
            "howpublished": self.container.translate(_TEX),
            "year": self.date[:4],
            "version": self.version.translate(_TEX),
            "url": self.url,
            "note": f"{note.translate(_TEX)}, {self.licence.translate(_TEX)}",
            "langid": {"de": "ngerman", "en": "british"}[self.lang],
        }
        lines = [f"  {name} = {{{value}}}," for name, value in entries.items() if value]
        return "\n".join([f"@misc{{{key.strip('-')},", *lines, "}"]) + "\n"

    def ris(self) -> str:
        """Return the citation for reference managers (RIS)."""
        entries = (
            ("TY", "DATA"),
            ("TI", self.title),
            ("T2", self.container),
            ("AU", f"{self.publisher},"),
            ("PB", self.publisher),
            ("PY", self.date[:4]),
            ("DA", self.date.replace("-", "/")),
            ("ET", self.version),
            ("UR", self.url),
            ("LA", self.lang),
            ("C1", self.licence),
        )
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in entries if value]
        return "\r\n".join([*lines, "ER  - "]) + "\r\n"

    def csl(self) -> str:
        """Return the citation as CSL-JSON."""
        entry: dict[str, object] = {
            "id": self.url,
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": self.publisher}],
            "publisher": self.publisher,
            "version": self.version,
            "URL": self.url,
            "language": self.lang,
            "license": self.licence,
        }
        if self.container:
            entry["container-title"] = self.container
        if self.date:
            entry["issued"] = {"date-parts": [[int(part) for part in self.date.split("-")]]}
        return json.dumps([entry], ensure_ascii=False, indent=1) + "\n"


def cite(publication: Publication, iri: Iri | None = None, code: str | None = None) -> Citation:
    """Return how to cite the dataset, or one thing of it.

    :param iri: the thing; the whole dataset if not given.
    :param code: language of titles; that of the moment if not given.
    """
    from zielgraph.publication.dataset import licence_name  # noqa: PLC0415

    lang = code or language()
    release = publication.release
    dataset = publication.dataset
    url = dataset_iri(publication.project.base)
    if release is not None:
        url = publication.release_iri(release.name)
    title, container = dataset.title(lang), ""
    if iri is not None:
        title, container, url = name_of(publication, iri, lang), title, iri
    return Citation(
        title=title,
        publisher=publication.publisher(lang),
        date=release.date if release else dataset.modified,
        version=release.name if release else publication.version[:16],
        url=url.value,
        licence=licence_name(dataset.licences[0]),
        lang=lang,
        container=container,
    )


def name_of(publication: Publication, iri: Iri, code: str) -> str:
    """Return the name of a thing in a language, or the end of its IRI if it has none."""
    about = publication.store.about(iri)
    for label in LABELS:
        names = {
            getattr(quad[2], "language", None) or "": str(quad[2])
            for quad in about
            if quad[1] == label
        }
        if names:
            return names.get(code) or names.get("") or next(iter(sorted(names.values())))
    return re.split(r"[/#]", iri.value)[-1]
