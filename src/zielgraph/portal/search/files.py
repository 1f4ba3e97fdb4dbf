# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The index as scripts, for sites without a server; ``static/search-engine.js`` reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.portal.pages.common import capital
from zielgraph.portal.search.index import KIND_BONUS, index
from zielgraph.publication.addresses import file_of

if TYPE_CHECKING:
    from zielgraph.portal.portal import Portal


def index_files(portal: Portal) -> dict[str, bytes]:
    """Return the index in each language by its path: ``/assets/search/de.js``.

    A script and no JSON, because pages that are opened from a folder may fetch nothing. It
    holds titles and summaries in one language, but words in both, with how much each counts
    in per cent.
    """
    return {f"/assets/search/{lang}.js": _script(portal, lang) for lang in LANGUAGES}


def _script(portal: Portal, lang: str) -> bytes:
    known = index(portal)
    kinds = sorted({document.kind for document in known.documents})
    with speaking(lang):
        words = [[message(f"search.kind_{kind}"), KIND_BONUS.get(kind, 1.0)] for kind in kinds]
    docs = []
    for document in known.documents:
        path = portal.addresses.page(document.iri, lang) or f"/{lang}/"
        summary = document.summary.get(lang) or next(iter(document.summary.values()), "")
        docs.append(
            [
                kinds.index(document.kind),
                document.number,
                capital(document.text(lang)),
                file_of(path).removeprefix("/"),
                summary,
            ]
        )
    posts = [
        [
            value
            for thing, weight in zip(holders, weights, strict=True)
            for value in (thing, round(100 * weight))
        ]
        for holders, weights in zip(known.holders, known.weights, strict=True)
    ]
    data = {
        "kinds": words,
        "docs": docs,
        "words": " ".join(known.vocabulary.words),
        "posts": posts,
        "ignored": " ".join(sorted(known.ignored)),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.zielgraphSearch={text};\n".encode()
