# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The OpenAPI 3.1 description of the query library, made from the heads of its files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from zielgraph import __version__
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.publication.answers import formats_for
from zielgraph.queries.library import SHORT_FORMS
from zielgraph.queries.shape import Shape, shape_of
from zielgraph.server.parameters import MAX_LIMIT, MAX_OFFSET, MAX_VALUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zielgraph.queries.library import NamedQuery, Parameter

Part: TypeAlias = "dict[str, Any]"
"""A part of the description."""

_IRI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*"
_INTEGERS = 10**18 - 1
_ONE_TERM = re.compile(r'"(?P<text>[^"\\]*)"|(?P<number>-?[0-9]+)|(?P<name>[\w-]+:[\w.-]+)')
_FAULTS = {
    "400": "rest.fault_parameter",
    "404": "rest.fault_unknown",
    "406": "rest.fault_format",
    "409": "rest.fault_ambiguous",
    "429": "rest.fault_often",
    "503": "rest.fault_busy",
    "504": "rest.fault_time",
}
"""What can go wrong, by HTTP status."""


def openapi(queries: Iterable[NamedQuery], lang: str, version: str) -> Part:
    """Return the description in ``lang``; it names no host, so that it holds everywhere.

    :param version: digest of the data.
    """
    with speaking(lang):
        library = list(queries)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": message("rest.title"),
                "description": message("rest.description", count=len(library)),
                "version": __version__,
                "license": {
                    "name": "CC BY 4.0",
                    "url": "https://creativecommons.org/licenses/by/4.0/",
                },
                "x-dataset-version": version,
            },
            # Relative to this document, wherever it lies.
            "servers": [{"url": "..", "description": message("rest.server")}],
            "tags": [
                {"name": "library", "description": message("rest.tag_library")},
                {"name": "queries", "description": message("rest.tag_queries")},
            ],
            "paths": {
                "/api/queries": {"get": _listing()},
                **{
                    f"/api/queries/{query.name}": {"get": _operation(query, lang)}
                    for query in library
                },
            },
            "components": {
                "schemas": _schemas(),
                "headers": _headers(),
                "responses": {f"Fault{code}": _fault(key) for code, key in _FAULTS.items()},
                "parameters": _common(),
            },
        }


def _listing() -> Part:
    return {
        "operationId": "listQueries",
        "tags": ["library"],
        "summary": message("rest.list"),
        "parameters": [_reference("parameters", "lang")],
        "responses": {
            "200": {
                "description": message("rest.list_answer"),
                "content": {
                    "application/json": {
                        "schema": {"type": "array", "items": _reference("schemas", "Query")}
                    }
                },
            },
            **_faults("400", "406", "429"),
        },
    }


def _operation(query: NamedQuery, lang: str) -> Part:
    shape = shape_of(query.text)
    parts = [f"`{query.name}`"]
    if query.competency:
        parts.append(message("rest.competency", numbers=", ".join(query.competency)))
    pages = ("limit", "offset") if shape.form == "table" else ()
    return {
        "operationId": query.name,
        "tags": ["queries"],
        "summary": query.question[lang],
        "description": "\n\n".join((" · ".join(parts), *filter(None, [query.note.get(lang)]))),
        "parameters": [
            *(_parameter(each, lang) for each in query.parameters if each.name != "lang"),
            *(_reference("parameters", name) for name in ("lang", *pages)),
            _format(shape),
        ],
        "responses": {"200": _answer(shape), **_faults(*_FAULTS)},
    }


def _parameter(parameter: Parameter, lang: str) -> Part:
    schema = _SCHEMAS[parameter.type]()
    default = _ONE_TERM.fullmatch(parameter.default)
    if default and default["number"]:
        schema["default"] = int(default["number"])
    elif default:
        schema["default"] = default["text"] if default["text"] is not None else default["name"]
    # A default of several terms has no place in a schema; the text of the parameter tells it.
    text = parameter.text[lang]
    return {"name": parameter.name, "in": "query", "description": text, "schema": schema}


def _named(kind: str) -> Part:
    pattern = f"^(?:{SHORT_FORMS[kind]}|{_IRI})$"
    return {"type": "string", "maxLength": MAX_VALUE, "pattern": pattern}


_SCHEMAS: dict[str, Callable[[], Part]] = {
    "iri": lambda: _named("iri"),
    "sdg-goal": lambda: _named("sdg-goal") | {"examples": ["11"]},
    "sdg-target": lambda: _named("sdg-target") | {"examples": ["11.2"]},
    "string": lambda: {"type": "string", "maxLength": MAX_VALUE},
    "integer": lambda: {"type": "integer", "minimum": -_INTEGERS, "maximum": _INTEGERS},
    "language": lambda: {"type": "string", "enum": list(LANGUAGES)},
}


def _common() -> Part:
    """Return the parameters that all queries share."""
    language = {"type": "string", "enum": list(LANGUAGES)}
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}
    offset = {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0}
    return {
        name: {
            "name": name,
            "in": "query",
            "description": message(f"rest.param_{name}"),
            "schema": schema,
        }
        for name, schema in (("lang", language), ("limit", limit), ("offset", offset))
    }


def _format(shape: Shape) -> Part:
    endings = [found.ending for found in formats_for(shape.form)]
    return {
        "name": "format",
        "in": "query",
        "description": message("rest.param_format"),
        "schema": {"type": "string", "enum": endings},
    }


def _answer(shape: Shape) -> Part:
    content: Part = {}
    for found in formats_for(shape.form):
        media_type = found.media_type.partition(";")[0]
        if found.ending == "json":
            content[media_type] = {"schema": _rows(shape)}
        elif found.ending == "srj":
            content[media_type] = {"schema": _reference("schemas", "SparqlResults")}
        else:
            content[media_type] = {}
    answer: Part = {"description": message("rest.answer"), "content": content}
    if shape.form == "table":
        answer["headers"] = {
            name: _reference("headers", name) for name in ("Link", "X-Total-Count")
        }
    return answer


def _rows(shape: Shape) -> Part:
    head: Part = {
        "query": {"type": "string"},
        "question": {"type": "string"},
        "language": {"type": "string", "enum": list(LANGUAGES)},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    if shape.form == "truth":
        return _object(head | {"answer": {"type": "boolean"}})
    names = list(shape.columns)
    value = _reference("schemas", "Value")
    row = _object(dict.fromkeys(names, value)) if names else {"type": "object"}
    columns: Part = {"type": "array", "items": {"type": "string"}}
    if names:
        # No "const" of an array: generators of clients know only simple ones.
        columns["items"] |= {"enum": names}
        columns |= {"minItems": len(names), "maxItems": len(names), "uniqueItems": True}
    return _object(
        head
        | {
            "total": {"type": "integer", "minimum": 0},
            "offset": {"type": "integer", "minimum": 0},
            "limit": {"type": ["integer", "null"], "minimum": 1},
            "columns": columns,
            "rows": {"type": "array", "items": row},
        }
    )


def _object(properties: Part) -> Part:
    """Return the schema of an object with just these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _schemas() -> Part:
    text = {"type": "string"}
    both = _object(dict.fromkeys(LANGUAGES, text))
    parameter = _object({"name": text, "type": text, "text": both, "default": text})
    columns = {"type": "array", "items": text}
    return {
        "Value": {
            "type": ["string", "number", "boolean", "null"],
            "description": message("rest.schema_value"),
        },
        "Query": _object(
            {
                "name": text,
                "question": both,
                "note": {"type": "object", "additionalProperties": text},
                "competency": columns,
                "form": {"type": "string", "enum": ["table", "truth", "graph"]},
                "columns": columns,
                "parameters": {"type": "array", "items": parameter},
                "formats": columns,
                "path": text,
            }
        ),
        "Problem": {
            "type": "object",
            "description": message("rest.schema_problem"),
            "properties": {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "detail": text,
                "parameter": {"type": "string", "description": message("rest.schema_parameter")},
                "limit": text,
            },
            "required": ["type", "title", "status", "detail"],
        },
        "SparqlResults": {
            "type": "object",
            "description": message("rest.schema_sparql"),
            "properties": {
                "head": {"type": "object"},
                "results": {
                    "type": "object",
                    "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
                    "required": ["bindings"],
                },
                "boolean": {"type": "boolean"},
            },
            "required": ["head"],
        },
    }


def _headers() -> Part:
    return {
        "Link": {"description": message("rest.header_link"), "schema": {"type": "string"}},
        "X-Total-Count": {
            "description": message("rest.header_total"),
            "schema": {"type": "integer", "minimum": 0},
        },
    }


def _faults(*codes: str) -> Part:
    return {code: _reference("responses", f"Fault{code}") for code in codes}


def _fault(key: str) -> Part:
    return {
        "description": message(key),
        "content": {"application/problem+json": {"schema": _reference("schemas", "Problem")}},
    }


def _reference(part: str, name: str) -> Part:
    return {"$ref": f"#/components/{part}/{name}"}
