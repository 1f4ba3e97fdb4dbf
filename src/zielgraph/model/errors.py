# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The one tree of errors. Each carries its data; the wording comes from the catalogue.

Exit codes of the program: 0 all is well, 1 the data or the paper has findings,
2 the work could not be done.
"""

from __future__ import annotations

from typing import ClassVar

from zielgraph.model.messages import message


class ZielgraphError(Exception):
    """Something that a user can understand and mend.

    :param key: key of the message in ``texts/*.toml``.
    :param data: what the message speaks of (file, line, value …).

    >>> str(ZielgraphError("query.unknown", name="ziel", near="goals", lang="en")).count("goals")
    1
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, key: str, /, **data: object) -> None:
        """Remember key and data; the text is made when it is read."""
        super().__init__(key)
        self.key = key
        self.data = data

    def __str__(self) -> str:
        """Return the message in the language of the moment."""
        return message(self.key, **self.data)


class InvalidTermError(ZielgraphError):
    """A value that is no RDF term, such as an IRI with a space."""


class ProjectError(ZielgraphError):
    """The project folder or a manifest is missing or wrong."""


class SourceFileError(ZielgraphError):
    """A file of the project cannot be read; the message names file and line."""


class SourceFilesError(ZielgraphError):
    """Several files cannot be read; ``errors`` holds one error each."""

    def __init__(self, errors: list[ZielgraphError]) -> None:
        """Keep the single errors in the order of the files."""
        super().__init__("build.unreadable", count=len(errors))
        self.errors = errors

    def __str__(self) -> str:
        """Return one line per error."""
        return "\n".join(str(error) for error in self.errors)


class BuildError(ZielgraphError):
    """The build could not be carried out; the last built graph is untouched."""


class InvalidDataError(ZielgraphError):
    """The data breaks a requirement of the shapes; the last built graph is untouched."""

    exit_code = 1


class EditingError(ZielgraphError):
    """The data cannot be changed as asked; all files are as they were."""


class StoreError(ZielgraphError):
    """The built graph is missing or cannot be opened."""


class QueryError(ZielgraphError):
    """A query is unknown, malformed, or got a wrong parameter."""


class QuerySyntaxError(QueryError):
    """A query that is no SPARQL: where, and why if that is known.

    In its data, ``end`` is 1 if the fault was noticed at the end of the query. ``why`` is the key
    of a message with the reason; without one ``said`` may hold the engine's own words.
    """

    def __str__(self) -> str:
        """Return the place, then the reason."""
        said, why = str(self.data.get("said", "")), str(self.data.get("why", ""))
        text = message("query.syntax_end" if self.data.get("end") else self.key, **self.data)
        if why:
            return f"{text} {message(why)}"
        return f"{text} {message('query.why_said', said=said)}" if said else text


class ForbiddenQueryError(ZielgraphError):
    """A query wants what strangers may not: reach out (``SERVICE``, ``LOAD``) or change data."""


class NotAcceptableError(ZielgraphError):
    """The client takes no format in which the answer can be written."""


class LimitError(ZielgraphError):
    """A query used up what it may; :attr:`limit` says what."""

    @property
    def limit(self) -> str:
        """Return which limit was hit: ``"time"``, ``"memory"`` or ``"size"``."""
        return str(self.data["limit"])


class BusyError(ZielgraphError):
    """Too many queries wait already; it is worth trying again in a moment."""


class FormatError(ZielgraphError):
    """A graph holds something that the format asked for cannot."""


class EndpointError(ZielgraphError):
    """A remote SPARQL server did not answer as one."""


class DocumentError(ZielgraphError):
    """A paper cannot be read or does not belong to any known version."""


class DependencyError(ZielgraphError):
    """Something whose dependencies are asked for is unknown or ambiguous."""


class ObservationsError(ZielgraphError):
    """A file with statistical values is no table that can be imported."""


class FaultyObservationsError(ObservationsError):
    """Lines of a file with statistical values are wrong; ``faults`` is in its data."""

    exit_code = 1


class IndicatorError(ZielgraphError):
    """An indicator or an area is unknown, or it is not clear which one is meant."""


class ReasonerError(ZielgraphError):
    """The reasoner could not run, for example because Java is missing."""


class ComparisonError(ZielgraphError):
    """Two states cannot be compared: one is unknown, ambiguous or of another kind."""


class WorkbookError(ZielgraphError):
    """A workbook cannot be read, or does not belong to these data."""
