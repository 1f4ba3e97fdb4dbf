# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Zielgraph: strategy papers of local governments as knowledge graphs linked to the SDGs.

>>> import zielgraph
>>> callable(zielgraph.open_graph)
True
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zielgraph.graph import StrategyGraph, open_graph
    from zielgraph.model.errors import ZielgraphError
    from zielgraph.model.terms import BlankNode, Iri, Literal

__version__ = "0.1.0"
__all__ = ["BlankNode", "Iri", "Literal", "StrategyGraph", "ZielgraphError", "open_graph"]

_HOMES = {
    "StrategyGraph": "zielgraph.graph",
    "open_graph": "zielgraph.graph",
    "ZielgraphError": "zielgraph.model.errors",
    "BlankNode": "zielgraph.model.terms",
    "Iri": "zielgraph.model.terms",
    "Literal": "zielgraph.model.terms",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Load a public name when it is first used, so that the program starts fast."""
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
