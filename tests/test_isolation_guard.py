# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""SERVICE, LOAD and updates are refused in every disguise; the mere word is not."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph.isolation.guard import DEEPEST, check, tokens
from zielgraph.model.errors import ForbiddenQueryError, QueryError

SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{?s ?p ?o} }",
    "SELECT * { SeRvIcE SiLeNt <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "SELECT*{SERVICE#<comment>\n<URL>#{\n{?s ?p ?o}}",
    "SELECT * { ?s ?p 'x'SERVICE <URL> {} }",
    "SELECT * { ?s ?p 1SERVICE <URL> {} }",
    "SELECT * { ?s ?p 1.SERVICE <URL> {} }",
    "SELECT * { ?s ?p trueSERVICE <URL> {} }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:x{?s ?p ?o} }",
    "PREFIX : <URL> SELECT * { SERVICE:{?s ?p ?o} }",
    "PREFIX : <URL> SELECT * { SERVICESILENT:x{?s ?p ?o} }",
    "PREFIX : <URL> SELECT * { ?s ?p trueSERVICE:x{} }",
    "PREFIX SERVICE: <URL> PREFIX : <URL> SELECT * { SERVICE:x # {\n { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?x) SERVICE$x{?s ?p ?o} }",
    "SELECT * { BIND(IRI(CONCAT('http:', '//127.0.0.1/')) AS ?x) SERVICE ?x {?s ?p ?o} }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { FILTER NOT EXISTS { { SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } } } } }",
    "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { ?a ?b ?c FILTER(?a<1)SERVICE:x#>\n{ ?s ?p ?o } }",
    "PREFIX b: <URL> SELECT * { ?a ?b ?c FILTER(?a<b:c#>'''\n)SERVICE <URL>{?s ?p ?o}#'''\n}",
    'SELECT * { ?s ?p """\\"""" SERVICE <URL> { ?a ?b ?c } # """ }\n}',
]
UPDATES = [
    "LOAD <URL>",
    "PREFIX a: <x:> # comment\nlOaD SILENT <URL> INTO GRAPH a:b",
    "PREFIX load: <URL> LOAD load:",
    "\\u004cOAD <URL>",
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "BASE <x:y> DELETE WHERE { ?s ?p ?o }",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <x:g>",
]
HARMLESS = [
    "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT * { ?s dcat:service ?service }",
    "PREFIX dcat: <http://www.w3.org/ns/dcat#> ASK { ?service a dcat:DataService }",
    "SELECT * { ?s ?p 'SERVICE <x:y> {}', '''SERVICE ' <x:y> {} \\' ''' }",
    "SELECT * { ?s <http://example.org/SERVICE/(x)#service> $SERVICE } # SERVICE <x:y> {}",
    "PREFIX service: <x:> SELECT * { service:a ?p service:b, service:service . _:SERVICE ?q ?r }",
    "PREFIX service: <x:> SELECT * FROM service:a FROM NAMED service:b { ?s ?p ?o }",
    "PREFIX service: <x:> SELECT * { GRAPH service:g { ?s ?p ?o } }",
    "PREFIX service: <x:> DESCRIBE service:g { ?s ?p ?o }",
    "PREFIX : <x:> SELECT * { ?s :load :insert ; :delete 'LOAD <x:y>' ; :p <LOAD:x> }",
    "# LOAD <x:y>\nPREFIX insert: <x:> ASK { insert:a insert:b ?insert }",
    "SELECT * { ?s ?p 'service\\u0022', 'a\\\\', 'SERVICE {' }",
    "SELECT * { ?s ?p ?o FILTER(?o<3&&?s>1) }",
    "ASK { ?s ?p 'a'@en-service }",
]


@pytest.mark.parametrize("text", SERVICES + UPDATES)
def test_refused_in_every_disguise(text: str) -> None:
    """Each of these is refused by name, with the place."""
    with pytest.raises(ForbiddenQueryError) as caught:
        check(text.replace("URL", "http://127.0.0.1:9/"))
    assert caught.value.key in {"isolation.service", "isolation.update"}
    assert caught.value.data["line"] in {1, 2}


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_alone_is_allowed(text: str) -> None:
    """Strings, IRIs, variables, prefixes and comments may say what they like."""
    check(text)
    ox.Store().query(text)  # it really is a query


def test_brackets_within_brackets() -> None:
    """The limit is above what people write and below what the engine's stack bears."""
    nested = "ASK { FILTER(" + "(" * (DEEPEST - 2) + "1" + ")" * (DEEPEST - 2) + ") }"
    check(nested)
    assert ox.Store().query(nested)
    with pytest.raises(QueryError):
        check(nested.replace("(1)", "((1))"))
    check("ASK { " + "?s ?p [] . " * 2 * DEEPEST + "}")  # many, not deep


@given(st.text(alphabet="SERVICEservice{}<>()'\"\\#\n:?.@u0x_ ", max_size=60))
def test_every_text_is_read_to_its_end(text: str) -> None:
    """Whatever is typed, the tokens stand in it in their order, and the guard answers."""
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text.startswith(token.text, token.start)
        end = token.start + len(token.text)
    with suppress(ForbiddenQueryError, QueryError):
        check(text)


def test_what_passes_the_guard_asks_no_server() -> None:
    """Disguises put together at random: what the engine takes for SERVICE, the guard does too."""
    dice = random.Random(17)  # noqa: S311 - no secret, the same every time
    pieces = [
        "SERVICE",
        "SERVICE ",
        "service",
        " SILENT ",
        "<URL>",
        ":x",
        "x:",
        "?x",
        "{",
        "}",
        "#",
    ]
    pieces += [
        "\n",
        "'",
        "'''",
        '"',
        "<",
        ">",
        "(",
        ")",
        "FILTER(",
        "1",
        ".",
        "true",
        " ",
        "GRAPH ",
    ]
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)  # noqa: FBT003 - the standard library's parameter
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        evaluated = 0
        for _ in range(20_000):
            middle = "".join(dice.choices(pieces, k=dice.randint(2, 9)))
            text = f"PREFIX : <URL> PREFIX x: <URL> SELECT * {{ {middle} }}".replace("URL", url)
            try:
                check(text)
            except (ForbiddenQueryError, QueryError):
                continue
            try:
                result = ox.Store().query(text)
            except SyntaxError:
                continue
            # The engine asks a server only while rows are fetched, so this would hang or fail.
            assert isinstance(result, ox.QuerySolutions)
            assert list(result) is not None
            evaluated += 1
        assert evaluated > 20
        with pytest.raises(BlockingIOError):
            canary.accept()


# What stands behind the guard: a process that is confined cannot reach out whatever it is told.
_CONFINED = """
import os, socket, sys
import pyoxigraph as ox
from zielgraph.isolation.confinement import confine
store = ox.Store()
confine(100 << 20)
def tried(name, act):
    try:
        act()
        print(name, "done", flush=True)
    except (OSError, ValueError) as error:
        print(name, "refused", flush=True)
def ask():
    return bool(store.query("ASK { SERVICE <" + sys.argv[1] + "> { ?s ?p ?o } }"))
tried("service", ask)
tried("silent", lambda: list(store.query("SELECT * { SERVICE SILENT <" + sys.argv[1] + "> {} }")))
tried("load", lambda: store.update("LOAD <" + sys.argv[1] + ">"))
tried("socket", socket.socket)
tried("file", lambda: open("/etc/hostname"))
tried("pipe", os.pipe)
tried("fork", os.fork)
tried("program", lambda: os.execv("/bin/sh", ["sh"]))
"""


def test_a_confined_process_reaches_nothing() -> None:
    """Without the guard, too: no server, no file, no other program."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)  # noqa: FBT003 - the standard library's parameter
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        done = subprocess.run(
            [sys.executable, "-c", _CONFINED, url],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=dict(os.environ),
        )
        with pytest.raises(BlockingIOError):
            canary.accept()
    said = dict(line.split() for line in done.stdout.splitlines())
    assert said.pop("silent") == "done"  # SILENT asks for no error; nothing was sent
    assert set(said) == {"service", "load", "socket", "file", "pipe", "fork", "program"}
    # A system without the list of calls still refuses all but new processes to the superuser.
    assert {said[name] for name in ("service", "load", "socket", "file", "pipe")} == {"refused"}
    if sys.platform == "linux" and os.uname().machine in {"x86_64", "aarch64"}:
        assert set(said.values()) == {"refused"}
