# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The picture of the goals and all that ties them, the largest one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import READ, SHARED
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.messages import message as say
from zielgraph.pictures.model import Group, Kind, Line, Picture, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.dependencies.layers import Tie
    from zielgraph.pictures.facts import Facts

COMPUTED = 2
"""How many of its strongest ties of each computed sub-layer a goal keeps in a picture."""

_TONES = {"supports": 1, "requires": 2, "conflicts": 3, "sharesResource": 4, "shares": 5}
_ENDS = {"supports": "arrow", "requires": "arrow", "conflicts": "bar", "sharesResource": "circle"}


def tie_kinds() -> dict[str, Kind]:
    """Return the kinds of dependencies; what is shared is a kind for each sub-layer."""
    found = {}
    for kind in ("supports", "requires", "conflicts", "sharesResource"):
        key = "shares_resource" if kind == "sharesResource" else kind
        found[kind] = Kind(
            words(f"pictures.{key}"),
            words(f"walk.{key}_forward"),
            words(f"walk.{key}_backward"),
            _TONES[kind],
            _ENDS[kind],
        )
    for layer in SHARED:
        verb = words(f"walk.{layer}_forward")
        found[layer] = Kind(words(f"pictures.same_{layer}"), verb, verb, _TONES["shares"], "")
    return found


def goals_picture(facts: Facts, *, computed: int = COMPUTED) -> Picture:
    """Return all goals and guiding aims, and the statements that are tied to them.

    :param computed: how many of its strongest ties of each computed sub-layer a goal keeps;
        without this, what goals share would cover all else.
    """
    network = facts.network
    shown = [network.layer(*READ), network.layer("recorded"), strongest(facts, computed)]
    keys = {(tie.key, tie.source, tie.target) for ties in shown for tie in ties}
    lines = tie_lines(facts, keys)
    tied = {end for line in lines for end in (line.source, line.target)}
    statements = [s for s in network.statements.values() if s.is_goal or s.iri in tied]
    loose = any(not s.fields for s in statements)
    groups = [*facts.groups(), *([_loose_group()] if loose else [])]
    whole = sum(tie.layer in SHARED for tie in network.ties)
    return Picture(
        subject="goals",
        title=words("pictures.goals_title"),
        about=words(
            "pictures.goals_about",
            dots=len(statements),
            stated=sum(line.layer == "stated" for line in lines),
            judged=sum(line.layer == "judged" for line in lines),
        ),
        notes=(
            words("pictures.goals_note"),
            words(
                "pictures.computed_note",
                shown=sum(line.layer == "computed" for line in lines),
                whole=whole,
                most=computed,
            ),
        ),
        dots=tuple(facts.dot(statement) for statement in statements),
        lines=tuple(lines),
        groups=tuple(groups),
        kinds={k: v for k, v in tie_kinds().items() if any(line.kind == k for line in lines)},
        colours=facts.colours,
        sdgs=facts.sdgs,
        hidden=("computed",),
    )


def _loose_group() -> Group:
    return Group("", words("pictures.loose"))


def strongest(facts: Facts, most: int) -> list[Tie]:
    """Return the ties that are among the ``most`` strongest of either end in their sub-layer."""
    found: dict[tuple[str, str, str], Tie] = {}
    for layer in SHARED:
        of: dict[str, list[Tie]] = defaultdict(list)
        for tie in facts.network.layer(layer):
            of[tie.source].append(tie)
            of[tie.target].append(tie)
        for ties in of.values():
            for tie in sorted(ties, key=lambda t: (-t.weight, t.source, t.target))[:most]:
                found[tie.key, tie.source, tie.target] = tie
    return [found[key] for key in sorted(found)]


def tie_lines(facts: Facts, keys: Iterable[tuple[str, str, str]]) -> list[Line]:
    """Return the ties with these keys and ends as lines, in the order of the network."""
    wanted = set(keys)
    told = {
        code: {(tie.key, tie.source, tie.target): tie for tie in network.ties}
        for code, network in facts.networks.items()
    }
    found = []
    for tie in facts.network.ties:
        key = (tie.key, tie.source, tie.target)
        if key in wanted:
            found.append(tie_line({code: told[code].get(key, tie) for code in LANGUAGES}))
    return found


def tie_line(by_language: dict[str, Tie]) -> Line:
    """Return a tie, given in all languages, as a line."""
    tie = by_language[LANGUAGES[0]]
    computed = tie.kind == "shares"
    why: Words = {}
    figure: Words = {}
    for code in LANGUAGES:
        told = by_language[code]
        why[code] = "; ".join(told.shared) if computed else told.justification
        with speaking(code):
            if computed:
                weight = decimal(tie.weight)
                figure[code] = say("pictures.weight", weight=weight)
            else:
                figure[code] = say("pictures.strength", strength=int(tie.weight))
    return Line(
        tie.source,
        tie.target,
        tie.layer if tie.layer in READ else "computed",
        tie.layer if computed else tie.kind,
        directed=tie.directed,
        width=min(1 + 2 * tie.weight, 3) if computed else 0.6 + 0.9 * tie.weight,
        figure=figure,
        why=why,
        evidence=tie.evidence,
    )


def decimal(value: float, digits: int = 2) -> str:
    """Return a weight with the decimal mark of the language of the moment."""
    return f"{value:.{digits}f}".replace(".", say("pictures.decimal_mark"))
