# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0

# The only link of a principle has been rejected.

PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

DELETE { ex:link-principle-fair zg:status ?old }
INSERT {
    ex:link-principle-fair zg:status zg:rejected ;
        zg:decisionNote "Das Unterziel passt nicht."@de , "The target does not fit."@en .
}
WHERE { ex:link-principle-fair zg:status ?old }
