# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What is asked of the workers, what comes back, and what bounds it (imports next to nothing)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

Kind: TypeAlias = Literal["table", "truth", "graph"]
"""What an answer is: rows of a SELECT, the truth value of an ASK, or triples."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")


def plain(value: float) -> str:
    """Return a number as one says it.

    >>> plain(30.0), plain(536.870912), plain(65536)
    ('30', '536.9', '65536')
    """
    return f"{value:.4g}" if value < 1000 else f"{value:.0f}"  # noqa: PLR2004 - else 1.2e+04


def counted(value: float) -> int | str:
    """Return a number for a message that tells one from many.

    >>> counted(1.0), counted(1.5)
    (1, '1.5')
    """
    return int(value) if value == int(value) else plain(value)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use up.

    :ivar seconds: time from its start in a worker; waiting for a worker has the same bound.
    :ivar memory: bytes above what a worker uses before it is asked anything.
    :ivar size: bytes of the answer as it is written.
    """

    seconds: float = 30.0
    memory: int = 512 << 20
    size: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Question:
    """One query and in which formats the client takes an answer.

    :ivar table: format of the answer to a SELECT (json, xml, csv, tsv); ``None`` if the client
        takes none that there is.
    :ivar truth: the same for an ASK.
    :ivar graph: the same for CONSTRUCT and DESCRIBE
        (a name of :data:`zielgraph.store.formats.FORMATS`).
    :ivar default_graphs: IRIs that make up the default graph; ``None`` leaves it to the query's
        ``FROM``, and without that to the union of all graphs.
    :ivar named_graphs: IRIs for ``GRAPH``. If one of the two is given, both count and the query's
        own ``FROM`` does not (SPARQL 1.1 Protocol, 2.1.4).
    :ivar services: IRIs of the endpoints that ``SERVICE`` may ask; none as a rule.
    :ivar base: IRI that relative IRIs in the query are resolved against.
    """

    text: str
    table: str | None = "json"
    truth: str | None = "json"
    graph: str | None = "turtle"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    services: tuple[str, ...] = ()
    base: str | None = None

    def fingerprint(self) -> int:
        """Return the same number for queries that differ in comments and spaces only.

        >>> one = Question("ASK { <http://a.example/#b> ?p ?o } # 1")
        >>> one.fingerprint() == Question("ASK{ <http://a.example/#b> ?p ?o }").fingerprint()
        False
        >>> one.fingerprint() == Question("ASK {  <http://a.example/#b> ?p ?o }").fingerprint()
        True
        """
        return hash(replace(self, text=" ".join(_COMMENT.sub("", self.text).split())))


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer: nothing of it is sent before it is complete.

    :ivar kind: what it is.
    :ivar format: name of its format, one of the three that the question named.
    """

    kind: Kind
    format: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """The files that make up a dataset; their named graphs are kept.

    :ivar files: RDF files, the format told by the ending, ``.gz`` for compressed ones.
    :ivar quads: how many statements they hold together, if that is known; another number means
        that a file is damaged.
    """

    files: tuple[Path, ...]
    quads: int | None = None

    @classmethod
    def of_build(cls, folder: Path, quads: int | None = None) -> Source:
        """Return the files of a built graph, for example those in ``build/current``.

        The link is resolved now, so that a helper that restarts loads the same version.

        :param quads: how many statements it has.
        """
        home = folder.resolve()
        observations = home / "observations.nq.gz"
        files = (home / "dataset.nq", *([observations] if observations.exists() else []))
        return cls(files, quads)


@dataclass(frozen=True, slots=True)
class Lanes:
    """How many queries run at once, and how many may wait.

    :ivar quick: workers kept ready; small look-ups always find these.
    :ivar slow: queries past ``patience`` that may go on at the same time, at lowest priority.
    :ivar waiting: queries that may wait in each of the two lanes; more are turned away.
    :ivar patience: seconds of processor time after which a query leaves the quick lane.
    :ivar long: seconds of processor time after which it does not enter it again.
    """

    quick: int = 2
    slow: int = 2
    waiting: int = 64
    patience: float = 0.1
    long: float = 0.5


@dataclass(slots=True)
class Figures:
    """What a pool has done since it started, for metrics; each number only grows."""

    asked: int = 0
    answered: int = 0
    refused: int = 0
    time: int = 0
    memory: int = 0
    size: int = 0
    busy: int = 0
    left: int = 0
    crashed: int = 0
    forked: int = 0
    slowed: int = 0
    restarted: int = 0
    swapped: int = 0
    now: dict[str, int] = field(default_factory=dict)
    """What is at this moment: ``idle``, ``running``, ``slow``, ``waiting``, ``quads``."""

    def count_limit(self, limit: str) -> None:
        """Count a query that hit a limit: time, memory or size."""
        match limit:
            case "time":
                self.time += 1
            case "memory":
                self.memory += 1
            case _:
                self.size += 1
