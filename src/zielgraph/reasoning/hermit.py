# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The one seam to HermiT, which comes with owlready2 and runs in Java.

HermiT reads OWL 2 DL; what a graph holds beyond is taken out here, and two things that the
project means but RDF does not say are put in: that different names mean different things,
and that a property marked ``zg:isStrictOrder`` leads nothing back to itself.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.model.errors import ReasonerError
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import XSD, BlankNode, Iri, Literal, Term, Triple
from zielgraph.store.formats import write_triples

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

OWL = PREFIXES["owl"]
RDF_TYPE = Iri(PREFIXES["rdf"] + "type")
STRICT_ORDER = Iri(ZG + "isStrictOrder")
NAME = Iri(ZG + "reasoner-name")
"""Data property of the occasion that tells individuals apart; never leaves the reasoner."""

_UNSUPPORTED = frozenset(XSD + name for name in ("date", "gYear", "gYearMonth"))
"""Datatypes that HermiT does not know; literals of these types are left out for it."""

_SCHEMA = (OWL, PREFIXES["rdfs"], PREFIXES["rdf"])
_PROPERTY_KINDS = frozenset(Iri(OWL + kind) for kind in ("ObjectProperty", "DatatypeProperty"))
_INDIVIDUAL = Iri(OWL + "NamedIndividual")
_ANNOTATION = Iri(OWL + "AnnotationProperty")
SILENT = frozenset(
    Iri(name)
    for name in (
        *(PREFIXES["rdfs"] + local for local in ("label", "comment", "seeAlso", "isDefinedBy")),
        *(OWL + local for local in ("imports", "versionIRI", "versionInfo", "priorVersion")),
    )
)
"""What RDFS and OWL themselves offer for notes."""

_SUB_PROPERTY = Iri(PREFIXES["rdfs"] + "subPropertyOf")
_BELOW = {_SUB_PROPERTY, Iri(OWL + "equivalentProperty"), Iri(OWL + "inverseOf")}
_MEMORY = "-Xmx2000M"
_SATISFIABLE = b"is satisfiable"
_INCONSISTENT = b"Inconsistent ontology"
_TYPE_LINE = re.compile(r"^Type\( <([^_>][^>]*)> <([^>]+)> \)$", re.MULTILINE)
_BELOW_LINE = re.compile(r"^Sub(?:Class|ObjectProperty)Of\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE)
_EQUAL_LINE = re.compile(
    r"^Equivalent(?:Classes|ObjectProperties)\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE
)
_VALUES_LINE = re.compile(
    r"^<([^>]+)> \(known instances:(.*?)\| possible instances:(.*?)\)\s*$", re.MULTILINE
)
_PAIR = re.compile(r"\(<([^_>][^>]*)>, <([^_>][^>]*)>\)")
"""Two individuals with names; HermiT writes those without as ``_:genid…``."""


def need_java() -> str:
    """Return the path of Java.

    :raises ReasonerError: if Java is not installed; the message says how to get it.
    """
    java = shutil.which("java")
    if java is None:
        raise ReasonerError("reasoner.java")
    return java


def is_individual_type(value: object) -> bool:
    """Tell whether ``… a value`` says that the subject is a thing, not a term of the schema."""
    return isinstance(value, Iri) and not value.value.startswith(_SCHEMA)


def for_reasoner(triples: Iterable[Triple], *, bare: bool = False) -> list[Triple]:
    """Return what HermiT can take of ``triples``, and what must be added for it.

    Annotations, imports and literals of datatypes that HermiT rejects are left out. A
    property is a property only: that the data cube also calls it a dimension would make it a
    thing besides. Every subject with a type is declared an individual; individuals with
    different names are different (a functional data property gives each its own text); what
    is marked ``zg:isStrictOrder`` gets, for each individual, the axiom that all it leads to
    is something else. The last is OWL 2 DL, an irreflexive transitive property is not.

    :param bare: without these two additions, which find contradictions but make it slow to
        derive what follows.
    """
    given = list(dict.fromkeys(triples))
    kinds = {s for s, p, o in given if p == RDF_TYPE and o in _PROPERTY_KINDS}
    notes = {s for s, p, o in given if p == RDF_TYPE and o == _ANNOTATION}
    silent = (notes - kinds) | SILENT
    kept = [triple for triple in given if _is_for_reasoner(triple, silent, kinds)]
    individuals = _individuals(kept, kinds)
    kept += [(individual, RDF_TYPE, _INDIVIDUAL) for individual in individuals]
    if bare:
        return kept
    kept += _unique_names(individuals)
    orders = {s for s, p, o in given if p == STRICT_ORDER and str(o) == "true"}
    for order in sorted(orders & kinds, key=str):
        if isinstance(order, Iri):
            kept += _strict(order, _on_paths(order, given, individuals))
    return kept


def _is_for_reasoner(triple: Triple, silent: Container[object], kinds: Container[object]) -> bool:
    subject, predicate, value = triple
    if predicate in silent:
        return False
    if isinstance(value, Literal):
        return value.datatype not in _UNSUPPORTED
    if predicate == RDF_TYPE and subject in kinds:
        return value != _ANNOTATION and not is_individual_type(value)
    return True


def _individuals(triples: Iterable[Triple], kinds: Container[object]) -> list[Iri]:
    """Return the names of all things, in the order in which they appear."""
    found: dict[Iri, None] = {}
    for subject, predicate, value in triples:
        typed = predicate == RDF_TYPE and is_individual_type(value)
        told = predicate in kinds and subject not in kinds
        if isinstance(subject, Iri) and (typed or told):
            found[subject] = None
            if told and isinstance(value, Iri):
                found[value] = None
    return list(found)


def _on_paths(order: Iri, given: Sequence[Triple], among: Iterable[Iri]) -> list[Iri]:
    """Return the individuals from which ``order``, or a property below it, leads anywhere."""
    below: dict[Term, set[Term]] = {}
    for subject, predicate, value in given:
        if predicate in _BELOW:
            below.setdefault(value, set()).add(subject)
            if predicate != _SUB_PROPERTY:
                below.setdefault(subject, set()).add(value)
    family, waiting = {order}, [order]
    while waiting:
        for name in below.get(waiting.pop(), ()):
            if isinstance(name, Iri) and name not in family:
                family.add(name)
                waiting.append(name)
    ends = {end for s, p, o in given if p in family for end in (s, o)}
    return [individual for individual in among if individual in ends]


def _unique_names(individuals: Iterable[Iri]) -> list[Triple]:
    triples: list[Triple] = [
        (NAME, RDF_TYPE, Iri(OWL + "DatatypeProperty")),
        (NAME, RDF_TYPE, Iri(OWL + "FunctionalProperty")),
    ]
    triples += [(individual, NAME, Literal(individual.value)) for individual in individuals]
    return triples


def _strict(order: Iri, individuals: Iterable[Iri]) -> list[Triple]:
    """Say of each individual: all that ``order`` leads to is not this very one."""
    triples: list[Triple] = []
    key = re.sub(r"\W", "-", order.value)
    first, rest = Iri(PREFIXES["rdf"] + "first"), Iri(PREFIXES["rdf"] + "rest")
    nil, owl_class = Iri(PREFIXES["rdf"] + "nil"), Iri(OWL + "Class")
    for number, individual in enumerate(individuals):
        every, other, self_, listed = (
            BlankNode(f"strict-{part}-{number}-{key}") for part in ("a", "b", "c", "d")
        )
        triples += [
            (individual, RDF_TYPE, every),
            (every, RDF_TYPE, Iri(OWL + "Restriction")),
            (every, Iri(OWL + "onProperty"), order),
            (every, Iri(OWL + "allValuesFrom"), other),
            (other, RDF_TYPE, owl_class),
            (other, Iri(OWL + "complementOf"), self_),
            (self_, RDF_TYPE, owl_class),
            (self_, Iri(OWL + "oneOf"), listed),
            (listed, first, individual),
            (listed, rest, nil),
        ]
    return triples


def first_contradiction(sets: Sequence[Iterable[Triple]]) -> int | None:
    """Return the index of the first of ``sets`` that contradicts itself, ``None`` if none does.

    One start of Java judges them one after the other, because starting takes longer than judging
    a few axioms.

    :param sets: prepared by :func:`for_reasoner`.
    :raises ReasonerError: if Java is missing or the reasoner breaks down.
    """
    with tempfile.TemporaryDirectory() as folder:
        files: list[str] = []
        for number, triples in enumerate(sets):
            file = Path(folder) / f"{number}.nt"
            file.write_text(write_triples(triples, "ntriples"), "utf-8")
            files.append(file.as_uri())
        done = _run(["-k", *files])
    fine = done.stdout.count(_SATISFIABLE)
    if done.returncode == 0 and fine == len(sets):
        return None
    if _INCONSISTENT in done.stderr + done.stdout:
        return fine
    raise _failure(done)


def derive(triples: Iterable[Triple]) -> set[Triple]:
    """Return all types and object property values that HermiT derives for individuals.

    :param triples: prepared by :func:`for_reasoner`.
    :raises ReasonerError: if Java is missing, the reasoner breaks down, or the graph
        contradicts itself.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        file.write_text(write_triples(triples, "ntriples"), "utf-8")
        done = _run(["-c", "-O", "-I", "-Y", file.as_uri()])
    if done.returncode != 0:
        raise _failure(done)
    text = done.stdout.decode("utf-8", "replace")
    above = _hierarchy(text)
    derived: set[Triple] = set()
    for thing, kind in _TYPE_LINE.findall(text):
        derived.update((Iri(thing), RDF_TYPE, Iri(name)) for name in _reach(kind, above))
    for name, known, possible in _VALUES_LINE.findall(text):
        if possible.strip():  # HermiT has not decided; never seen, but then nothing is proved
            raise ReasonerError("reasoner.failed", reason=f"{name}: {possible[:200]}")
        pairs = _PAIR.findall(known)
        for upper in _reach(name, above):
            derived.update((Iri(a), Iri(upper), Iri(b)) for a, b in pairs)
    return derived


def _hierarchy(text: str) -> dict[str, set[str]]:
    """Return the names directly above each class and property, as HermiT writes them."""
    above: dict[str, set[str]] = {}
    for lower, upper in _BELOW_LINE.findall(text):
        above.setdefault(lower, set()).add(upper)
    for first, second in _EQUAL_LINE.findall(text):
        above.setdefault(first, set()).add(second)
        above.setdefault(second, set()).add(first)
    return above


def _reach(start: str, above: dict[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for name in above.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    spec = find_spec("owlready2")
    java = need_java()
    if spec is None or spec.origin is None:
        raise ReasonerError("reasoner.failed", reason="owlready2?")
    home = Path(spec.origin).parent / "hermit"
    classes = os.pathsep.join([str(home), str(home / "HermiT.jar")])
    command = [java, _MEMORY, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes]
    command += ["org.semanticweb.HermiT.cli.CommandLine", *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own files, no shell
    except OSError as error:
        raise ReasonerError("reasoner.failed", reason=error.strerror or str(error)) from error


def _failure(done: subprocess.CompletedProcess[bytes]) -> ReasonerError:
    text = (done.stderr or done.stdout).decode("utf-8", "replace")
    if _INCONSISTENT in done.stderr + done.stdout:
        return ReasonerError("reasoner.contradiction")
    return ReasonerError("reasoner.failed", reason=first_words(text))


def first_words(text: str) -> str:
    """Return the line of Java's output that names the fault: the first with an exception.

    >>> first_words("at a.B(C.java:1)\\nException in thread x: no heap\\n at d.E(F.java:2)")
    'Exception in thread x: no heap'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    faults = [line for line in lines if "xception" in line or "Error" in line]
    return (faults or lines or ["?"])[0][:300]
