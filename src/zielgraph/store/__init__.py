# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The one seam to RDF engines: an embedded store and remote SPARQL servers."""
