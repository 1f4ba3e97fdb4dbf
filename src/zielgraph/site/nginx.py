# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Rules for nginx: one file for the ``http`` block, one for the ``server`` block."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE_TYPES: dict[str, str] = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "txt": "text/plain",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "xml": "application/xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gz": "application/gzip",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
}
"""Media types of all files of a site by ending."""

GONE = "/gone"
"""Folder that has a file by the name of each thing that there is no more."""

_HEAD = "# Made by `zielgraph publish`; docs/static-site.md says how to use it.\n"
_BOTH = "Accept, Accept-Language"


def maps() -> str:
    """Return what belongs into the ``http`` block: which format and language a client likes."""
    # As the client wrote it: a redirect must not hold what a path may hold once decoded.
    lists = "".join(
        f'    "~^[^?#]*?/scheme/{escaped(name)}(?:[?#]|$)" "{page}";\n'
        for name, page in VALUES_ELSEWHERE.items()
    )
    local = (
        "map $request_uri $zg_local {\n"
        '    default "";\n'
        '    "~^[^?#]*?/(?:id|data)/(?<zg_rest>[^?#]+)" "id/$zg_rest";\n'
        '    "~^[^?#]*?/release/(?<zg_release>[^?#/]+)" "release/$zg_release";\n'
        '    "~^[^?#]*?/sdg/(?<zg_number>[^?#/]+)" "sdg/$zg_number";\n'
        f'{lists}    "~^[^?#]*?/scheme/" "{VALUES}";\n'
        "}\n"
    )
    endings = "|".join(["html", *RDF])
    # Volatile, or the page that says so would count as gone, too.
    gone = (
        "map $uri $zg_named {\n"
        "    volatile;\n"
        '    default "-";\n'
        f'    "~^.*?/(?:id|data)/(?<zg_known>.+?)(?:\\.(?:{endings}))?$" "$zg_known";\n'
        "}\n"
    )
    parts = [
        _map("$http_accept_language", "$zg_lang", LANGUAGE_RANGES, LANGUAGES[0], LANGUAGES[0]),
        _map("$http_accept", "$zg_form", HTML | RDF, "html", ""),
        _map("$http_accept", "$zg_data", RDF | HTML, "ttl", ""),
        _map("$http_accept", "$zg_result", RESULTS, "json", ""),
        local,
        gone,
    ]
    return _HEAD + "\n".join(parts)


def _map(
    header: str, name: str, forms: Mapping[str, tuple[str, ...]], unsaid: str, otherwise: str
) -> str:
    lines = [f'    default "{otherwise}";', f'    "" "{unsaid}";']
    lines += [f'    "~*{_quoted(expression)}" "{form}";' for expression, form in choices(forms)]
    return f"map {header} {name} {{\n" + "\n".join(lines) + "\n}\n"


def _quoted(expression: str) -> str:
    # Within quotation marks nginx takes a backslash before a backslash or a mark away.
    return expression.replace('"', '\\"')


def locations(root: str, policies: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """Return what belongs into a ``server`` block whose ``root`` is the document root.

    :param root: path of the site's start below the document root, without ``/`` at its end.
    :param policies: Content-Security-Policy of the pages that have one of their own, by path.
    :param parts: paths of parts and versions of a document, with the path of the document.
    """
    return _HEAD + "\n".join(_locations(root, policies, parts))


def _locations(root: str, policies: Mapping[str, str], parts: Mapping[str, str]) -> Iterator[str]:
    types = "".join(f"    {media} {ending};\n" for ending, media in FILE_TYPES.items())
    here = escaped(root)
    yield (
        "absolute_redirect off;\n"
        "charset utf-8;\n"
        "charset_types text/css text/javascript text/plain text/csv text/tab-separated-values "
        "text/turtle;\n"
        f"types {{\n{types}}}\n"
        # What went wrong is said in the language of the address, if it has one.
        "set $zg_said $zg_lang;\n"
        f'if ($request_uri ~ "^{here}/(?<zg_spoken>{"|".join(LANGUAGES)})/") '
        "{ set $zg_said $zg_spoken; }\n"
        f"error_page 404 {root}/$zg_said/404.html;\n"
        f"error_page 410 {root}/$zg_said/410.html;\n"
        f'if (-f "$document_root{root}{GONE}/$zg_named") {{ return 410; }}\n'
    )
    yield _location(f"~ ^{here}/(?:.*/)?\\.(?!well-known/)", "return 404;")
    yield _location(
        f"~ ^{here}/(?<zg_bare>catalog|ontology|shapes)/$",
        f"return 301 {root}/$zg_bare$is_args$args;",
    )
    yield _location(
        f"~ ^{here}/(?<zg_start>{'|'.join(LANGUAGES)})$",
        f"return 301 {root}/$zg_start/$is_args$args;",
    )
    for document in sorted(set(parts.values())):
        names = any_of(path for path, whole in parts.items() if whole == document)
        yield _location(
            f"~ ^{here}{names}(?<zg_part_ending>\\.(?:{'|'.join(RDF)}))?$",
            f"return 303 {root}{document}$zg_part_ending$is_args$args;",
        )
    yield _location(f"= {root}/", f"return 302 {root}/$zg_lang/;", "Accept-Language")
    for path, policy in sorted(policies.items()):
        name = path.removesuffix(".html")
        yield _location(f'= "{root}{unquote(path)}"', "", "", policy)
        if name in {"/ontology", "/shapes"}:
            # What is not html is found by the ending, so the policy does no harm to it.
            lines = f'if ($zg_form = "") {{ return 406; }}\ntry_files {root}{name}.$zg_form =404;'
            yield _location(f"= {root}{name}", lines, "Accept", policy)
    yield _location(
        f"~ ^{here}/id/(?<zg_name>.+)$",
        f'if (!-f "$document_root{root}/data/$zg_name.ttl") {{ return 404; }}\n'
        'if ($zg_form = "") { return 406; }\n'
        f"if ($zg_form = html) {{ return 303 {root}/$zg_lang/$zg_local; }}\n"
        'set $zg_target "$zg_local.$zg_form";\n'
        'if ($zg_target ~ "^id/(?<zg_tail>.*)$") { return 303 ' + root + "/data/$zg_tail; }",
        _BOTH,
    )
    # What is before all names is the dataset.
    yield _location(
        f"~ ^{here}/id/?$",
        'if ($zg_form = "") { return 406; }\n'
        f"if ($zg_form = html) {{ return 303 {root}/$zg_lang/id/dataset; }}\n"
        f"return 303 {root}/data/dataset.$zg_form;",
        _BOTH,
    )
    yield _location(
        f"~ ^{here}/dumps/?$",
        f'if ($http_accept ~* "text/html") {{ return 303 {root}/$zg_lang/data; }}\n'
        f"return 303 {root}/dumps/SHA256SUMS;",
        _BOTH,
    )
    yield _location(
        f"~ ^{here}/release/?$", f"return 303 {root}/$zg_lang/releases;", "Accept-Language"
    )
    yield _location(
        f"~ ^{here}/release/(?<zg_name>[^/]+)/?$",
        f'if (!-f "$document_root{root}/data/release/$zg_name.ttl") {{ return 404; }}\n'
        'if ($zg_form = "") { return 406; }\n'
        f"if ($zg_form = html) {{ return 303 {root}/$zg_lang/$zg_local; }}\n"
        f"return 303 {root}/data/$zg_local.$zg_form;",
        _BOTH,
    )
    yield _location(f"~ ^{here}/(?:data|sdg|scheme)/", "try_files $uri @zg_document;")
    yield _location(
        "@zg_document",
        'if (!-f "$document_root$uri.ttl") { return 404; }\n'
        'if ($zg_data = "") { return 406; }\n'
        f"if ($zg_data = html) {{ return 303 {root}/$zg_lang/$zg_local; }}\n"
        "try_files $uri.$zg_data =404;",
        _BOTH,
    )
    yield _location(
        f"~ ^{here}/(?:catalog|\\.well-known/void)$",
        'if ($zg_data = "") { return 406; }\n'
        f"if ($zg_data = html) {{ return 303 {root}/$zg_lang/data; }}\n"
        "try_files $uri.$zg_data =404;",
        _BOTH,
    )
    yield _location(f"= {root}/dumps/", f"return 303 {root}/$zg_lang/data;", "Accept-Language")
    yield _location(f"= {root}/api/queries", f"try_files {root}/api/queries.json =404;")
    yield _location(
        f"~ ^{here}/api/queries/(?<zg_query>[a-z0-9-]+)$",
        'if ($zg_result = "") { return 406; }\n'
        f"try_files {root}/api/queries/$zg_query.$zg_lang.$zg_result =404;",
        _BOTH,
    )
    yield _location(
        f"~ ^{here}/api/queries/(?<zg_query>[a-z0-9-]+)\\.(?<zg_ending>[a-z]+)$",
        f"try_files {root}/api/queries/$zg_query.$zg_lang.$zg_ending =404;",
        "Accept-Language",
    )
    yield _location(
        f"~ ^{here}/assets/", 'add_header Cache-Control "public, max-age=31536000, immutable";'
    )
    yield _location(f"^~ {root}/server/", "return 404;")
    yield _location(f"{root}/", "try_files $uri $uri.html ${uri}index.html =404;")


def _location(place: str, lines: str = "", vary: str = "", policy: str | None = None) -> str:
    headers = [
        (name, policy if policy and name == "Content-Security-Policy" else value)
        for name, value in SECURITY
    ]
    if vary:
        headers.append(("Vary", vary))
    # Data may be read by pages of other sites; nobody is logged in here.
    headers.append(("Access-Control-Allow-Origin", "*"))
    said = [f'add_header {name} "{value}" always;' for name, value in headers]
    said += lines.splitlines()
    quoted = f'~ "{place[2:]}"' if place.startswith("~ ") else place
    return f"location {quoted} {{\n" + "".join(f"    {line}\n" for line in said) + "}\n"
