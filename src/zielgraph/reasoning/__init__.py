# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What follows from the data: rules for every build, an OWL reasoner as the judge."""
