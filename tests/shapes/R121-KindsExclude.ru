# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A field is a department, too.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

INSERT DATA { ex:field-klima a zg:Institution }
