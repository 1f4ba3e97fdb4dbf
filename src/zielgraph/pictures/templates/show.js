// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// What is told beside the picture. Every text goes in as text, never as markup.
const byId = (id) => document.getElementById(id);

function el(tag, given, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given ?? {})) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

const plainNumber = (fact) => (fact.number && fact.kind !== "sdg" && fact.kind !== "target" ? `${fact.number} ` : "");
const nameOf = (dot) => plainNumber(DOTS[dot]) + say(DOTS[dot].title);

function groupsOf(dot) {
  return DOTS[dot].groups.map((group) => say(FACTS.groups[group].name)).join("; ");
}

function dotButton(dot) {
  return el("button", { type: "button", onclick: () => choose(dot, { move: true }) }, nameOf(dot));
}

function ground(line) {
  const fact = LINES[line];
  const parts = [word(`layer_${fact.layer}`), say(fact.figure)];
  if (fact.evidence.length) parts.push(`${word("evidence")} ${fact.evidence.join(", ")}`);
  return parts.filter(Boolean).join(" · ");
}

function lineItem(line, dot) {
  const forward = GIVEN.edges[line].from === dot;
  const kind = FACTS.kinds[LINES[line].kind];
  const why = say(LINES[line].why);
  return el("li", null,
    el("span", null, say(forward ? kind.forward : kind.backward), " "),
    dotButton(otherEnd(line, dot)),
    el("span", { class: "quiet" }, el("br"), ground(line)),
    why ? el("span", null, el("br"), why) : null);
}

function chips(services) {
  return el("ul", { class: "chips" }, ...services.map(([number, how, targets]) => {
    const name = `SDG ${number} ${say(FACTS.sdgs[number]?.name ?? {})} – ${word(how)}` + (targets.length ? ` (${targets.join(", ")})` : "");
    const sign = { direct: "", indirect: "(", conflicts: "−" }[how];
    const text = how === "indirect" ? `(${number})` : sign + number;
    return el("li", null, el("span", { class: `chip sdg-${number} ${how}`, title: name }, el("span", { "aria-hidden": "true" }, text), el("span", { class: "unseen" }, name)));
  }));
}

function tellDot(dot) {
  const fact = DOTS[dot];
  const meta = [word(`kind_${fact.kind}`), groupsOf(dot)].filter(Boolean).join(" · ");
  const lines = visibleLines(dot);
  const parts = [el("h3", null, nameOf(dot)), el("p", { class: "meta" }, meta)];
  const summary = say(fact.summary);
  if (summary) parts.push(el("p", null, summary));
  if (fact.evidence.length) parts.push(el("p", { class: "meta" }, `${word("evidence")}: ${fact.evidence.join(", ")}`));
  if (fact.services.length && fact.kind !== "sdg" && fact.kind !== "target") parts.push(el("h4", null, word("services")), chips(fact.services));
  parts.push(el("h4", null, `${word("links")} (${lines.length})`));
  parts.push(lines.length ? el("ul", null, ...lines.map((line) => lineItem(line, dot))) : el("p", null, word("no_links")));
  return parts;
}

function tellLine(line) {
  const { from, to } = GIVEN.edges[line];
  const kind = FACTS.kinds[LINES[line].kind];
  const why = say(LINES[line].why);
  return [
    el("h3", null, say(kind.forward)),
    el("ul", null, el("li", null, dotButton(from)), el("li", null, dotButton(to))),
    el("p", { class: "meta" }, ground(line)),
    why ? el("p", null, why) : "",
  ];
}

function tell() {
  const dot = state.over ?? state.dot;
  const told = byId("told");
  if (dot === null && state.line === null) told.replaceChildren(el("p", { class: "quiet" }, word("choose")));
  else told.replaceChildren(...(dot !== null ? tellDot(dot) : tellLine(state.line)));
  byId("details").scrollTop = 0;
}

function tip(dot, pointer) {
  const box = byId("tip");
  box.hidden = dot === null;
  if (dot === null) return;
  box.textContent = nameOf(dot);
  const frame = byId("picture");
  const right = pointer.x + 16 + box.offsetWidth < frame.clientWidth;
  box.style.left = `${right ? pointer.x + 16 : Math.max(0, pointer.x - box.offsetWidth - 12)}px`;
  box.style.top = `${Math.min(pointer.y + 12, frame.clientHeight - box.offsetHeight - 4)}px`;
}

function announce(text) { byId("live").textContent = text; }

// The tables below the picture: they follow the filters, can be sorted, and lead to the picture.
function wireTables() {
  for (const row of document.querySelectorAll("#dots tbody tr")) {
    const cell = row.querySelector("th");
    const button = el("button", { type: "button" }, ...cell.childNodes);
    cell.append(button);
  }
  byId("dots").addEventListener("click", (event) => {
    const button = event.target.closest("tbody button");
    if (!button) return;
    byId("stage").scrollIntoView();
    choose(Number(button.closest("tr").dataset.dot), { move: true });
    byId("picture").focus({ preventScroll: true });
  });
  for (const table of document.querySelectorAll("table")) {
    table.querySelectorAll("thead th").forEach((head, column) => {
      const button = el("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sortTable(table, head, column));
    });
  }
}

const shownText = (cell) => cell?.querySelector(`.t[lang="${state.lang}"]`)?.textContent ?? cell?.textContent ?? "";

function sortTable(table, head, column) {
  const down = head.getAttribute("aria-sort") === "ascending";
  table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const compare = new Intl.Collator(state.lang, { numeric: true }).compare;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [numbered(row.cells[column]), row]);
  rows.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
  body.append(...rows.map(([, row]) => row));
}

// Roman numerals of fields sort as numbers.
const ROMAN = { I: 1, V: 5, X: 10, L: 50, C: 100 };
function numbered(cell) {
  const number = cell.querySelector(".number")?.textContent ?? "";
  return (number ? `${number} ` : "") .concat(shownText(cell)).replace(/\b[IVXLC]+\b(?=[.\s]|$)/g, (roman) =>
    [...roman].reduce((sum, char, i) => sum + (ROMAN[roman[i + 1]] > ROMAN[char] ? -1 : 1) * ROMAN[char], 0));
}
