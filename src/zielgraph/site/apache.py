# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Rules for Apache: the file ``.htaccess`` (modules rewrite, headers and mime)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES
from zielgraph.publication.addresses import VALUES, VALUES_ELSEWHERE
from zielgraph.publication.security import SECURITY
from zielgraph.site.accepting import (
    HTML,
    LANGUAGE_RANGES,
    RDF,
    RESULTS,
    any_of,
    choices,
    escaped,
)
from zielgraph.site.nginx import FILE_TYPES, GONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_BOTH = "Accept, Accept-Language"
_BY_WILDCARD = ("html", "ttl", "jsonld")
"""What a wildcard may choose: the file is read with every request, so it is kept small."""


def htaccess(root: str, policies: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """Return the file.

    :param root: path of the site's start below the document root, without ``/`` at its end.
    :param policies: Content-Security-Policy of the pages that have one of their own, by path.
    :param parts: paths of parts and versions of a document, with the path of the document.
    """
    return "\n".join(_lines(root, policies, parts)) + "\n"


def _lines(root: str, policies: Mapping[str, str], parts: Mapping[str, str]) -> Iterator[str]:
    yield "# Made by `zielgraph publish`; docs/static-site.md says how to use it."
    yield "Options -Indexes -MultiViews"
    yield "DirectoryIndex index.html"
    yield "DirectorySlash Off"
    yield from _errors(root, LANGUAGES[0])
    for lang in LANGUAGES[1:]:
        # As the client wrote it: what the address has become meanwhile may be another.
        yield f'<If "%{{THE_REQUEST}} =~ m#^\\S+ {escaped(root)}/{lang}/#">'
        yield from _errors(root, lang)
        yield "</If>"
    yield "AddDefaultCharset utf-8"
    yield from (f"AddType {media} .{ending}" for ending, media in FILE_TYPES.items())
    # Names of languages within a file's name are ours, no encoding of Apache's.
    yield from (f"RemoveLanguage .{lang}" for lang in LANGUAGES)
    yield from (f'Header always set {name} "{value}"' for name, value in SECURITY)
    yield 'Header always set Access-Control-Allow-Origin "*"'
    for path, policy in sorted(policies.items()):
        page = path.rpartition("/")[2]
        yield f'<Files "{page}">'
        yield f'    Header always set Content-Security-Policy "{policy}"'
        yield "</Files>"
    for variable in ("ZG_VARY", "REDIRECT_ZG_VARY"):
        yield f'Header always merge Vary "{_BOTH}" env={variable}'
    yield "RewriteEngine On"
    yield f"RewriteBase {root}/"
    yield "RewriteRule ^server/|(?:^|/)\\.(?!well-known/) - [R=404,L]"
    yield f"RewriteCond %{{DOCUMENT_ROOT}}{root}{GONE}/$1 -f"
    spoken, endings = "|".join(LANGUAGES), "|".join(["html", *RDF])
    yield f"RewriteRule ^(?:(?:{spoken})/)?(?:id|data)/(.+?)(?:\\.(?:{endings}))?$ - [R=410,L]"
    yield f"RewriteRule ^({spoken})$ {root}/$1/ [R=301,L]"
    yield f"RewriteRule ^(catalog|ontology|shapes)/$ {root}/$1 [R=301,L]"
    for document in sorted(set(parts.values())):
        names = any_of(path[1:] for path, whole in parts.items() if whole == document)
        ending = f"(\\.(?:{'|'.join(RDF)}))?"
        yield f"RewriteRule ^{names}{ending}$ {root}{document}$1 [R=303,L]"
    yield from _decide("ZG_LANG", "Accept-Language", LANGUAGE_RANGES, LANGUAGES[0])
    yield f"RewriteRule ^$ {root}/%{{ENV:ZG_LANG}}/ [R=302,L,E=ZG_VARY:1]"
    yield f"RewriteRule ^dumps/$ {root}/%{{ENV:ZG_LANG}}/data [R=303,L,E=ZG_VARY:1]"
    yield "RewriteCond %{HTTP:Accept} text/html [NC]"
    yield f"RewriteRule ^dumps/?$ {root}/%{{ENV:ZG_LANG}}/data [R=303,L,E=ZG_VARY:1]"
    yield f"RewriteRule ^dumps/?$ {root}/dumps/SHA256SUMS [R=303,L,E=ZG_VARY:1]"
    yield f"RewriteRule ^release/?$ {root}/%{{ENV:ZG_LANG}}/releases [R=303,L,E=ZG_VARY:1]"
    yield from _documents(root)
    yield from _results()
    # The whole path, which REQUEST_FILENAME is not: it ends where the first file does not exist.
    yield f"RewriteCond %{{DOCUMENT_ROOT}}{root}/$1.html -f"
    yield "RewriteRule ^(.+[^/])$ $1.html [L]"


def _errors(root: str, lang: str) -> Iterator[str]:
    yield from (f"ErrorDocument {status} {root}/{lang}/{status}.html" for status in (404, 410))


def _decide(
    name: str,
    header: str,
    forms: Mapping[str, tuple[str, ...]],
    otherwise: str,
    by_wildcard: Collection[str] | None = None,
) -> Iterator[str]:
    """Yield the rules that put into an environment variable what a client likes best."""
    yield f"RewriteRule ^ - [E={name}:{otherwise}]"
    found = list(choices(forms, by_wildcard))
    for place, (expression, form) in enumerate(found):
        yield f'RewriteCond %{{HTTP:{header}}} "{expression}" [NC]'
        yield f"RewriteRule ^ - [E={name}:{form},S={len(found) - place - 1}]"


def _only(pattern: str, rules: list[str]) -> Iterator[str]:
    """Yield rules that are stepped over for all paths but those of a pattern."""
    yield f"RewriteRule !{pattern} - [S={_count(rules)}]"
    yield from rules


def _count(lines: list[str]) -> int:
    return sum(line.startswith("RewriteRule") for line in lines)


def _documents(root: str) -> Iterator[str]:
    """Yield the rules for things, and for documents that have no ending."""
    rules = list(_decide("ZG_FORM", "Accept", HTML | RDF, "none", _BY_WILDCARD))
    rules += ["RewriteCond %{HTTP:Accept} ^$", "RewriteRule ^ - [E=ZG_FORM:html]"]
    rules += [
        *_unless_none("^id/?$"),
        "RewriteCond %{ENV:ZG_FORM} =html",
        f"RewriteRule ^id/?$ {root}/%{{ENV:ZG_LANG}}/id/dataset [R=303,L,E=ZG_VARY:1]",
        f"RewriteRule ^id/?$ {root}/data/dataset.%{{ENV:ZG_FORM}} [R=303,L,E=ZG_VARY:1]",
        f"RewriteCond %{{DOCUMENT_ROOT}}{root}/data/$1.ttl !-f",
        "RewriteRule ^id/(.+)$ - [R=404,L]",
        *_unless_none("^id/"),
        "RewriteCond %{ENV:ZG_FORM} =html",
        f"RewriteRule ^id/(.+)$ {root}/%{{ENV:ZG_LANG}}/id/$1 [R=303,L,E=ZG_VARY:1]",
        f"RewriteRule ^id/(.+)$ {root}/data/$1.%{{ENV:ZG_FORM}} [R=303,L,E=ZG_VARY:1]",
        f"RewriteCond %{{DOCUMENT_ROOT}}{root}/data/release/$1.ttl !-f",
        "RewriteRule ^release/([^/]+)/?$ - [R=404,L]",
        *_unless_none("^release/[^/]+/?$"),
        "RewriteCond %{ENV:ZG_FORM} =html",
        f"RewriteRule ^(release/[^/]+)/?$ {root}/%{{ENV:ZG_LANG}}/$1 [R=303,L,E=ZG_VARY:1]",
        f"RewriteRule ^(release/[^/]+)/?$ {root}/data/$1.%{{ENV:ZG_FORM}} [R=303,L,E=ZG_VARY:1]",
        *_unless_none("^(?:ontology|shapes)$"),
        "RewriteRule ^(ontology|shapes)$ $1.%{ENV:ZG_FORM} [L,E=ZG_VARY:1]",
    ]
    choosing = [
        *_unless_none("^"),
        # Data come first here: a page is for those who name it.
        "RewriteCond %{ENV:ZG_FORM} =html",
        "RewriteCond %{HTTP:Accept} !html [NC]",
        "RewriteRule ^ - [E=ZG_FORM:ttl]",
        "RewriteCond %{ENV:ZG_FORM} !=html",
        "RewriteRule ^(.+)$ $1.%{ENV:ZG_FORM} [L,E=ZG_VARY:1]",
        f"RewriteRule ^data/(.+)$ {root}/%{{ENV:ZG_LANG}}/id/$1 [R=303,L,E=ZG_VARY:1]",
        f"RewriteRule ^sdg/(.+)$ {root}/%{{ENV:ZG_LANG}}/sdg/$1 [R=303,L,E=ZG_VARY:1]",
        *(
            f"RewriteRule ^scheme/{escaped(name)}$ {root}/%{{ENV:ZG_LANG}}/{page} "
            "[R=303,L,E=ZG_VARY:1]"
            for name, page in VALUES_ELSEWHERE.items()
        ),
        f"RewriteRule ^scheme/ {root}/%{{ENV:ZG_LANG}}/{VALUES} [R=303,L,E=ZG_VARY:1]",
        f"RewriteRule ^ {root}/%{{ENV:ZG_LANG}}/data [R=303,L,E=ZG_VARY:1]",
    ]
    # What is there already has its ending, and needs no choice.
    rules.append(f"RewriteCond %{{DOCUMENT_ROOT}}{root}/$1.ttl !-f")
    rules.append(f"RewriteRule ^(.+)$ - [S={_count(choosing)}]")
    rules += choosing
    pattern = (
        "^(?:id(?:/|$)|(?:data|sdg|scheme)/|release/[^/]+/?$|"
        "(?:catalog|\\.well-known/void|ontology|shapes)$)"
    )
    yield from _only(pattern, rules)


def _unless_none(pattern: str) -> list[str]:
    return ["RewriteCond %{ENV:ZG_FORM} =none", f"RewriteRule {pattern} - [R=406,L]"]


def _results() -> Iterator[str]:
    """Yield the rules for answers of queries."""
    yield "RewriteRule ^api/queries$ api/queries.json [L]"
    rules = list(_decide("ZG_FORM", "Accept", RESULTS, "none", ("json", "csv")))
    rules += [
        "RewriteCond %{HTTP:Accept} ^$",
        "RewriteRule ^ - [E=ZG_FORM:json]",
        *_unless_none("^"),
        "RewriteRule ^(.+)$ $1.%{ENV:ZG_LANG}.%{ENV:ZG_FORM} [L,E=ZG_VARY:1]",
    ]
    yield from _only("^api/queries/[a-z0-9-]+$", rules)
    yield (
        "RewriteRule ^api/queries/([a-z0-9-]+)\\.([a-z]+)$ "
        "api/queries/$1.%{ENV:ZG_LANG}.$2 [L,E=ZG_VARY:1]"
    )
