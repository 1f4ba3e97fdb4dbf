# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# An indicator link does not say that it is one.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA { ex:untyped zg:measures sdg:11.7 }
