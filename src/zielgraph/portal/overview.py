# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The whole network as data for the script that draws it: places, ties, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zielgraph.model.messages import message
from zielgraph.pictures.layout import arrange
from zielgraph.pictures.subjects import goals_picture
from zielgraph.publication.addresses import href

if TYPE_CHECKING:
    from zielgraph.portal.exploring import Knowledge
    from zielgraph.portal.portal import Portal


def overview(portal: Portal, known: Knowledge, lang: str) -> dict[str, Any]:
    """Return statements with their places, ties between them, and names of the fields.

    The keys of ties are places in the list of statements. Links are as the page
    ``/<lang>/explore`` writes them.
    """
    picture = goals_picture(known.facts)
    layout = arrange(picture)
    number = {dot.key: place for place, dot in enumerate(picture.dots)}
    here = f"/{lang}/explore"
    rank = {group.key: place for place, group in enumerate(picture.groups)}

    def page_of(iri: str) -> str:
        path = portal.addresses.page(iri, lang)
        return href(path, here) if path else ""

    return {
        "nodes": [
            {
                "x": round(layout.places[dot.key][0]),
                "y": -round(layout.places[dot.key][1]),
                "kind": message(f"picture.kind_{dot.kind}"),
                "number": dot.number,
                "title": dot.title[lang],
                "summary": dot.summary[lang],
                "fields": [rank[key] for key in dot.groups if key in rank],
                "sdgs": sorted({service.number for service in dot.services}),
                "page": page_of(dot.key),
                "iri": dot.key,
            }
            for dot in picture.dots
        ],
        "ties": [
            {
                "from": number[line.source],
                "to": number[line.target],
                "layer": line.layer,
                "kind": line.kind if line.kind in picture.kinds else "shares",
                "directed": line.directed,
                "figure": line.figure[lang],
                "why": line.why[lang],
            }
            for line in picture.lines
        ],
        "fields": [
            {
                "name": f"{group.number} {group.name[lang]}".strip(),
                "number": group.number,
                "iri": group.key,
                "place": next(
                    ([round(p.x), -round(p.y), round(p.radius)] for p in layout.patches
                     if p.key == group.key),
                    None,
                ),
            }
            for group in picture.groups
        ],
        "kinds": {
            key: {"forward": kind.forward[lang], "backward": kind.backward[lang]}
            for key, kind in picture.kinds.items()
        },
    }  # fmt: skip
