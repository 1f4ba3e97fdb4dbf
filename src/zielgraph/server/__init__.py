# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The web server: SPARQL endpoint, linked data, REST, catalogue and portal on one port."""
