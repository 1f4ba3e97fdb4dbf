# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# A passage at which nothing stands.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT { ex:passage-left ?property ?value }
WHERE { ex:passage-solar ?property ?value . FILTER (?property NOT IN (skos:notation)) } ;

INSERT DATA { ex:passage-left skos:notation "B.I.99" }
