# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The strategy as StratML: the elements that the standard has, in its order, and nothing lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import defusedxml.ElementTree
import pytest

from conftest import Program
from zielgraph.build.builder import build
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.project import Project
from zielgraph.publication.publication import Publication, open_publication
from zielgraph.publication.stratml import NAMESPACE, strategies, stratml

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

# Content of each element in the order of the standard: ! once, ? at most once, * any, + at
# least once. None: text. After StrategicPlanISOVersion20140401.xsd.
CONTENT: dict[str, str | None] = {
    "StrategicPlan": "Name! Description? OtherInformation? StrategicPlanCore! "
    "AdministrativeInformation?",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name! Description! Identifier? SequenceIndicator? Stakeholder* OtherInformation? "
    "Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?",
    "Stakeholder": "Name! Description?",
    "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
    "Submitter": "GivenName? Surname? PhoneNumber? EmailAddress?",
}
TEXTS = {
    *("Name", "Description", "OtherInformation", "Identifier", "SequenceIndicator", "Acronym"),
    *("PublicationDate", "Source", "EmailAddress"),
}
SIGNS = {"!": "{1}", "?": "?", "*": "*", "+": "+"}


def check(element: Element) -> None:
    """Fail unless an element and all in it are as the standard wants them."""
    space, _, name = element.tag.removeprefix("{").partition("}")
    assert space == NAMESPACE
    allowed = {"StakeholderTypeType"} if name == "Stakeholder" else set()
    assert set(element.attrib) <= allowed
    if element.attrib:
        kinds = {"Person", "Organization", "Generic_Group"}
        assert element.attrib["StakeholderTypeType"] in kinds
    if name in TEXTS:
        assert not list(element)
        assert name == "Description" or (element.text or "").strip(), name
        return
    content = CONTENT[name]
    assert content is not None
    pattern = "".join(f"(?:<{part[:-1]}>){SIGNS[part[-1]]}" for part in content.split())
    found = "".join(f"<{child.tag.rpartition('}')[2]}>" for child in element)
    assert re.fullmatch(pattern, found), f"{name}: {found}"
    for child in element:
        check(child)


def all_named(root: Element, name: str) -> list[Element]:
    """Return all elements of a name."""
    return root.findall(f".//{{{NAMESPACE}}}{name}")


def texts(root: Element, name: str) -> list[str]:
    return [element.text or "" for element in all_named(root, name)]


@pytest.fixture(scope="module")
def publication(real_project: Path) -> Publication:
    return open_publication(Project(real_project))


@pytest.fixture(scope="module")
def plans(publication: Publication) -> dict[tuple[str, str], Element]:
    """Return the documents of all versions in both languages."""
    return {
        (plan.name, code): defusedxml.ElementTree.fromstring(stratml(publication, plan, code))
        for plan in strategies(publication.graph)
        for code in LANGUAGES
    }


def test_structure(plans: dict[tuple[str, str], Element]) -> None:
    """Order and number of elements are those of ISO 17469-1."""
    assert len(plans) == 4
    for root in plans.values():
        check(root)


def test_structure_is_looked_at(plans: dict[tuple[str, str], Element]) -> None:
    """The test above would pass with a check that checks nothing."""
    root = next(iter(plans.values()))
    for broken in (
        "<StrategicPlan xmlns='%s'><Description/><Name>x</Name></StrategicPlan>",
        "<StrategicPlan xmlns='%s'><Name>x</Name></StrategicPlan>",
        "<StrategicPlan xmlns='%s' lang='de'/>",
        "<Goal xmlns='%s'><Name>x</Name></Goal>",
    ):
        with pytest.raises(AssertionError):
            check(defusedxml.ElementTree.fromstring(broken % NAMESPACE))
    assert root.tag == f"{{{NAMESPACE}}}StrategicPlan"


def test_nothing_is_lost(publication: Publication, plans: dict[tuple[str, str], Element]) -> None:
    """Every goal, field and principle of the version is in it, by its name, in the right place."""
    graph = publication.graph
    for plan in strategies(graph):
        goals = graph.query("goals", version=plan.iri)
        fields = graph.query("fields", version=plan.iri)
        for code in LANGUAGES:
            root = plans[plan.name, code]
            objectives = {
                objective.findtext(f"{{{NAMESPACE}}}Name")
                for objective in all_named(root, "Objective")
            }
            top = {goal.findtext(f"{{{NAMESPACE}}}Name") for goal in all_named(root, "Goal")}
            assert {str(row[f"title_{code}"]) for row in goals} <= objectives | top
            assert {str(row[f"label_{code}"]) for row in fields} <= top
            assert len(objectives) + len(top) == len(goals) + len(fields)
    assert len(all_named(plans["coesfeld-ziele-2025-entwurf-2", "de"], "Value")) == 5


def test_names_are_unique(plans: dict[tuple[str, str], Element]) -> None:
    """The standard's identifiers are XML IDs; both languages use the same ones."""
    for (name, code), root in plans.items():
        identifiers = texts(root, "Identifier")
        assert len(identifiers) == len(set(identifiers))
        assert all(re.fullmatch(r"[^\W\d][\w.-]*", each) for each in identifiers)
        if code == "en":
            assert identifiers == texts(plans[name, "de"], "Identifier")


def test_a_goal_in_full(plans: dict[tuple[str, str], Element]) -> None:
    """One goal carries its number, its stakeholders with role and basis, and its SDG targets."""
    root = plans["coesfeld-ziele-2025-entwurf-2", "en"]
    goal = next(
        each
        for each in all_named(root, "Objective")
        if each.findtext(f"{{{NAMESPACE}}}SequenceIndicator") == "B.I.a.1"
    )
    other = goal.findtext(f"{{{NAMESPACE}}}OtherInformation") or ""
    assert other.endswith("/coesfeld/goal/betriebe-wachstum-nachfolge-foerderung")
    assert "Measures: " in other
    assert "8.3 " in other
    said = {
        stakeholder.findtext(f"{{{NAMESPACE}}}Description")
        for stakeholder in goal.findall(f"{{{NAMESPACE}}}Stakeholder")
    }
    assert "target group" in said
    assert any(text and text.startswith("responsible, ") for text in said)


@pytest.mark.parametrize("hostile", ["<b>&amp;</b>", "]]>", "a\u0001b", "</Name><Goal/>", "\"'&"])
def test_hostile_texts(project: Project, hostile: str) -> None:
    """What stands in a title stays text."""
    path = project.data / "lindental" / "strategy.ttl"
    text = path.read_text("utf-8")
    escaped = hostile.replace("\\", "\\\\").replace('"', '\\"').replace("\u0001", "\\u0001")
    title = re.search(r'"([^"]*)"@de', text[text.index("\nex:goal-cycling\n") :])
    assert title is not None
    path.write_text(text.replace(f'"{title[1]}"@de', f'"{escaped}"@de'), "utf-8")
    build(project)
    publication = open_publication(project)
    names: list[str] = []
    for plan in strategies(publication.graph):
        root = defusedxml.ElementTree.fromstring(stratml(publication, plan, "de"))
        check(root)
        names += texts(root, "Name")
    assert hostile.replace("\u0001", "\ufffd") in names
    files = {file.form for file in publication.dumps.files}
    # RDF/XML has no way to write a control character; the other formats are there all the same.
    assert ("rdfxml" in files) == ("\u0001" not in hostile)
    assert "nquads" in files


def test_command(built: Project, tmp_path: Path) -> None:
    """The command writes one version; which ones there are it says when asked for another."""
    program = Program(built.root)
    with speaking("de"):
        plan = strategies(open_publication(built).graph)[0]
    name = plan.iri.value.rsplit("/", 1)[-1]
    target = tmp_path / "plan.xml"
    done = program("export", "--format", "stratml", "--version", name, "--output", target)
    assert done.code == 0, done.err
    check(defusedxml.ElementTree.fromstring(target.read_bytes()))
    for lang in LANGUAGES:
        refused = program("export", "--format", "stratml", "--version", "x", lang=lang)
        assert (refused.code, refused.out) == (2, "")
        assert name in refused.err
        misplaced = program("export", "--version", name, lang=lang)
        assert misplaced.code == 2
