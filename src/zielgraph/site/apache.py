# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Rules for Apache: the file ``.htaccess`` (modules rewrite, headers and mime)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES
from zielgraph.publication.security import SECURITY
from zielgraph.site.accepting import HTML, LANGUAGE_RANGES, RDF, RESULTS, choices
from zielgraph.site.nginx import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BOTH = "Accept, Accept-Language"


def htaccess(root: str, policies: Mapping[str, str]) -> str:
    """Return the file.

    :param root: path of the site's start below the document root, without ``/`` at its end.
    :param policies: Content-Security-Policy of the pages that have one of their own, by path.
    """
    return "\n".join(_lines(root, policies)) + "\n"


def _lines(root: str, policies: Mapping[str, str]) -> Iterator[str]:
    yield "# Made by `zielgraph publish`; docs/static-site.md says how to use it."
    yield "Options -Indexes -MultiViews"
    yield "DirectoryIndex index.html"
    yield f"ErrorDocument 404 {root}/{LANGUAGES[0]}/404.html"
    yield "AddDefaultCharset utf-8"
    yield from (f"AddType {media} .{ending}" for ending, media in MEDIA_TYPES.items())
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
    yield "RewriteRule ^server/ - [R=404,L]"
    yield from _language()
    yield f"RewriteRule ^$ {root}/%{{ENV:ZG_LANG}}/ [R=302,L,E=ZG_VARY:1]"
    yield from _things(root)
    yield from _documents(root)
    yield from _results()
    yield "RewriteCond %{REQUEST_FILENAME}.html -f"
    yield "RewriteRule ^(.+[^/])$ $1.html [L]"


def _language() -> Iterator[str]:
    yield f"RewriteRule ^ - [E=ZG_LANG:{LANGUAGES[0]}]"
    found = list(choices(LANGUAGE_RANGES))
    for place, (expression, lang) in enumerate(found):
        yield _if("Accept-Language", expression)
        yield f"RewriteRule ^ - [E=ZG_LANG:{lang},S={len(found) - place - 1}]"


def _if(header: str, expression: str) -> str:
    return f'RewriteCond %{{HTTP:{header}}} "{expression}" [NC]'


def _things(root: str) -> Iterator[str]:
    flags = "[R=303,L,E=ZG_VARY:1]"
    yield f"RewriteCond %{{DOCUMENT_ROOT}}{root}/data/$1.ttl !-f"
    yield "RewriteRule ^id/(.+)$ - [R=404,L]"
    for expression, form in (("^$", "html"), *choices(HTML | RDF)):
        yield _if("Accept", expression)
        target = "%{ENV:ZG_LANG}/id/$1" if form == "html" else f"data/$1.{form}"
        yield f"RewriteRule ^id/(.+)$ {root}/{target} {flags}"
    yield "RewriteRule ^id/ - [R=406,L]"


def _documents(root: str) -> Iterator[str]:
    """Yield the rules of documents that have no ending: the data of things, and catalogues."""
    for pattern, page in (
        ("^data/(.+)$", "id/$1"),
        ("^(sdg/[^/]+)$", "$1"),
        ("^(catalog|\\.well-known/void)$", "data"),
    ):
        whole = "%{REQUEST_FILENAME}"
        for expression, form in (("^$", "ttl"), *choices(RDF | HTML)):
            yield f"RewriteCond {whole} !-f"
            yield f"RewriteCond {whole}.ttl -f"
            yield _if("Accept", expression)
            if form == "html":
                yield f"RewriteRule {pattern} {root}/%{{ENV:ZG_LANG}}/{page} [R=303,L,E=ZG_VARY:1]"
            else:
                name = "data/$1" if page == "id/$1" else "$1"
                yield f"RewriteRule {pattern} {name}.{form} [L,E=ZG_VARY:1]"
        yield f"RewriteCond {whole} !-f"
        yield f"RewriteCond {whole}.ttl -f"
        yield f"RewriteRule {pattern} - [R=406,L]"
    for expression, form in (("^$", "html"), *choices(HTML | RDF)):
        yield _if("Accept", expression)
        yield f"RewriteRule ^(ontology|shapes)$ $1.{form} [L,E=ZG_VARY:1]"
    yield "RewriteRule ^(ontology|shapes)$ - [R=406,L]"


def _results() -> Iterator[str]:
    yield "RewriteRule ^api/queries$ api/queries.json [L]"
    for expression, form in (("^$", "json"), *choices(RESULTS)):
        yield _if("Accept", expression)
        yield (
            "RewriteRule ^api/queries/([a-z0-9-]+)$ "
            f"api/queries/$1.%{{ENV:ZG_LANG}}.{form} [L,E=ZG_VARY:1]"
        )
    yield "RewriteRule ^api/queries/[a-z0-9-]+$ - [R=406,L]"
    yield (
        "RewriteRule ^api/queries/([a-z0-9-]+)\\.([a-z]+)$ "
        "api/queries/$1.%{ENV:ZG_LANG}.$2 [L,E=ZG_VARY:1]"
    )
