// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// Filters, search, language, mouse and keyboard.
const frame = byId("picture");
const asked = { field: "", sdg: "", q: "" };
let nodes, edges;

function start() {
  document.documentElement.classList.add("js");
  byId("stage").hidden = false;
  readTheme();
  high = frame.clientHeight > frame.clientWidth;
  for (const node of GIVEN.nodes) {
    delete node.label; // labels are drawn where there is room
    if (high) [node.x, node.y] = DOTS[node.id].high;
  }
  nodes = new vis.DataSet(GIVEN.nodes);
  edges = new vis.DataSet(GIVEN.edges.map((edge) => ({ ...edge, color: lineColour(edge.id) })));
  const options = { ...GIVEN.options, nodes: { shape: "custom", ctxRenderer: renderer } };
  net = new vis.Network(frame, { nodes, edges }, options);
  net.on("beforeDrawing", drawPatches);
  net.on("afterDrawing", (ctx) => { drawFocus(ctx); drawLabels(ctx); });
  fit();
  fillChoices();
  readHash();
  wire();
  wireTables();
  filter();
  speak();
  net.once("afterDrawing", () => {
    document.documentElement.dataset.ready = String(Math.round(performance.now() - begun));
  });
  net.redraw();
}

const lineColour = (line) => {
  const tone = toneOf(line);
  const opacity = LINES.length > 600 ? 0.5 : 0.62;
  return { color: tone, hover: tone, highlight: tone, inherit: false, opacity };
};

function fit() {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (x, y, r) => { x1 = Math.min(x1, x - r); y1 = Math.min(y1, y - r); x2 = Math.max(x2, x + r); y2 = Math.max(y2, y + r); };
  DOTS.forEach((fact, dot) => { if (!dotHidden[dot]) { const { x, y, options } = net.body.nodes[dot]; grow(x, y, options.size); } });
  for (const group of FACTS.groups) { const place = groupPlace(group); if (place) grow(place[0], place[1], place[2]); }
  if (x1 > x2) return;
  const beside = FACTS.groups.some((group) => ["left", "right"].includes(groupPlace(group)?.[3]));
  const wide = frame.clientWidth;
  const text = { // room for names beside the dots, in pixels
    ring: Math.min(160, wide * 0.22), sides: Math.min(250, wide * 0.27), steps: Math.min(90, wide * 0.15),
  }[FACTS.layout] ?? (beside ? Math.min(130, wide * 0.13) : 14);
  const above = { ring: 40, sides: 30, steps: 66 }[FACTS.layout] ?? 60;
  const below = { ring: 40, sides: 14, steps: 52 }[FACTS.layout] ?? 64;
  const across = (frame.clientWidth - 2 * text) / (x2 - x1 || 1);
  const down = (frame.clientHeight - above - below) / (y2 - y1 || 1);
  const scale = Math.max(0.02, Math.min(across, down, 1.6));
  net.moveTo({ position: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - (above - below) / 2 / scale }, scale });
}

// Filters

function fillChoices() {
  const keep = (select, fill) => { const value = select.value; select.replaceChildren(el("option", { value: "" }, word("all")), ...fill()); select.value = value; };
  const field = byId("field");
  if (field) keep(field, () => FACTS.groups.map((group, i) => el("option", { value: i }, [group.number, say(group.name)].filter(Boolean).join(" "))));
  const used = new Set(DOTS.flatMap((fact) => fact.services.map(([number]) => number)));
  keep(byId("sdg"), () => [...used].sort((a, b) => a - b).map((n) => el("option", { value: n }, `${n} ${say(FACTS.sdgs[n]?.name ?? {})}`)));
  byId("search").placeholder = word("search");
}

const checked = (name) => {
  const boxes = [...document.querySelectorAll(`input[name="${name}"]`)];
  return boxes.length ? new Set(boxes.filter((box) => box.checked).map((box) => box.value)) : null;
};

function filter() {
  const [layers, links, kinds] = ["layer", "link", "kind"].map(checked);
  const field = asked.field === "" ? null : Number(asked.field);
  const sdg = asked.sdg === "" ? null : Number(asked.sdg);
  const may = DOTS.map((fact) => (!kinds || kinds.has(fact.kind)) && (sdg === null || fact.services.some(([n]) => n === sdg)));
  const inside = (dot) => field === null || DOTS[dot].groups.includes(field);
  const seen = DOTS.map((fact, dot) => may[dot] && inside(dot));
  const wasLine = lineHidden.slice();
  const wasDot = dotHidden.slice();
  GIVEN.edges.forEach(({ from, to }, line) => {
    const fact = LINES[line];
    const on = (!layers || layers.has(fact.layer)) && (!links || links.has(fact.kind)) && may[from] && may[to] && (inside(from) || inside(to));
    lineHidden[line] = on ? 0 : 1;
    if (on) seen[from] = seen[to] = true;
  });
  seen.forEach((on, dot) => { dotHidden[dot] = on ? 0 : 1; });
  const changed = (now, before) => [...now.keys()].filter((i) => now[i] !== before[i]);
  const dots = changed(dotHidden, wasDot);
  const lines = changed(lineHidden, wasLine);
  if (dots.length) nodes.update(dots.map((id) => ({ id, hidden: !!dotHidden[id] })));
  if (lines.length) edges.update(lines.map((id) => ({ id, hidden: !!lineHidden[id] })));
  for (const row of document.querySelectorAll("#dots tbody tr")) row.hidden = !!dotHidden[row.dataset.dot];
  for (const row of document.querySelectorAll("#lines tbody tr")) row.hidden = !!lineHidden[row.dataset.line];
  if (state.dot !== null && dotHidden[state.dot]) state.dot = null;
  if (state.line !== null && lineHidden[state.line]) state.line = null;
  search(false);
  count();
  tell();
  net.redraw();
}

function count() {
  const dots = dotHidden.reduce((sum, off) => sum + 1 - off, 0);
  const lines = lineHidden.reduce((sum, off) => sum + 1 - off, 0);
  byId("count").textContent = word("shown").replace("#", dots).replace("#", lines);
}

const folded = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss");
const searchable = {};
function search(list = true) {
  const parts = folded(asked.q).split(/\s+/).filter(Boolean);
  searchable[state.lang] ??= DOTS.map((fact) => folded([fact.number, say(fact.title), say(fact.summary)].join(" ")));
  const hits = parts.length ? [...DOTS.keys()].filter((dot) => !dotHidden[dot] && parts.every((part) => searchable[state.lang][dot].includes(part))) : [];
  state.found = parts.length ? new Set(hits) : null;
  const box = byId("hits");
  box.hidden = !list || !parts.length;
  box.replaceChildren(
    el("li", null, el("p", { class: "quiet", role: "status" }, hits.length ? word("hits").replace("#", hits.length) : word("no_hits"))),
    ...hits.slice(0, 12).map((dot) => el("li", null, el("button", { type: "button", onclick: () => { box.hidden = true; choose(dot, { move: true }); frame.focus(); } }, nameOf(dot)))));
  net.redraw();
}

// Choosing

function choose(dot, { move = false } = {}) {
  state.dot = dot;
  state.line = null;
  state.over = null;
  if (dot !== null && move) bring(dot);
  tell();
  if (dot !== null) announce(`${nameOf(dot)}. ${groupsOf(dot)}. ${word("links")}: ${visibleLines(dot).length}`);
  writeHash();
  net.redraw();
}

function bring(dot) {
  const { x, y } = net.body.nodes[dot];
  const at = net.canvasToDOM({ x, y });
  const edge = 40;
  if (at.x < edge || at.y < edge || at.x > frame.clientWidth - edge || at.y > frame.clientHeight - edge) {
    net.moveTo({ position: { x, y } });
  }
}

// The linked dot that lies best in a direction; where there is none, the nearest of all.
function neighbour(dot, [dx, dy]) {
  const from = net.body.nodes[dot];
  const best = (those) => {
    let found = null, least = Infinity;
    for (const other of those) {
      if (other === dot || dotHidden[other]) continue;
      const to = net.body.nodes[other];
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const off = Math.abs((to.x - from.x) * dy - (to.y - from.y) * dx);
      if (along <= 0 || off > 1.2 * along) continue;
      const cost = along + 2 * off;
      if (cost < least) { least = cost; found = other; }
    }
    return found;
  };
  const tied = best(new Set(visibleLines(dot).map((line) => otherEnd(line, dot))));
  if (tied !== null) return [tied, true];
  return [best(DOTS.keys()), false];
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const first = [...DOTS.keys()].find((dot) => !dotHidden[dot]);
  if (event.key in ARROWS) {
    event.preventDefault();
    if (first === undefined) return;
    if (state.dot === null) return choose(first, { move: true });
    const [next, tied] = neighbour(state.dot, ARROWS[event.key]);
    if (next === null) return announce(word("no_neighbour"));
    choose(next, { move: true });
    if (!tied) announce(`${nameOf(next)} (${word("no_neighbour")})`);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (state.dot === null && first !== undefined) choose(first, { move: true });
    byId("details").focus();
  } else if (event.key === "Escape") {
    if (state.dot !== null || state.line !== null) { choose(null); announce(word("reset")); } else frame.blur();
  } else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.3 : 1 / 1.3);
  else if (event.key === "0") { fit(); }
}

function zoom(factor) {
  const scale = Math.min(6, Math.max(0.02, net.getScale() * factor));
  net.moveTo({ scale });
}

function wire() {
  net.on("click", ({ pointer }) => {
    const dot = net.getNodeAt(pointer.DOM);
    if (dot !== undefined) return choose(dot);
    const line = net.getEdgeAt(pointer.DOM);
    choose(null);
    if (line !== undefined) { state.line = line; tell(); net.redraw(); }
  });
  net.on("hoverNode", ({ node, pointer }) => { state.over = node; tip(node, pointer.DOM); tell(); net.redraw(); });
  const leave = () => { if (state.over !== null) { state.over = null; tell(); net.redraw(); } tip(null); };
  net.on("blurNode", leave);
  frame.addEventListener("pointerleave", leave);
  net.on("dragStart", () => tip(null));
  frame.addEventListener("keydown", press);
  frame.addEventListener("pointerdown", () => frame.focus({ preventScroll: true }));
  const wheel = () => net.setOptions({ interaction: { zoomView: document.activeElement === frame } });
  frame.addEventListener("focus", wheel);
  frame.addEventListener("blur", wheel);
  byId("details").addEventListener("keydown", (event) => { if (event.key === "Escape") frame.focus(); });
  byId("closer").addEventListener("click", () => zoom(1.4));
  byId("farther").addEventListener("click", () => zoom(1 / 1.4));
  byId("fit").addEventListener("click", fit);
  byId("field")?.addEventListener("change", (event) => { asked.field = event.target.value; filter(); writeHash(); });
  byId("sdg").addEventListener("change", (event) => { asked.sdg = event.target.value; filter(); writeHash(); });
  for (const box of document.querySelectorAll(".legend input")) box.addEventListener("change", filter);
  const field = byId("search");
  field.addEventListener("input", () => { asked.q = field.value; search(); writeHash(); });
  field.addEventListener("focus", () => { if (asked.q) search(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") byId("hits").querySelector("button")?.click();
    if (event.key === "Escape") byId("hits").hidden = true;
    if (event.key === "ArrowDown") { event.preventDefault(); byId("hits").querySelector("button")?.focus(); }
  });
  byId("hits").addEventListener("keydown", (event) => {
    const items = [...byId("hits").querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "ArrowDown") { event.preventDefault(); items[Math.min(at + 1, items.length - 1)]?.focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (items[at - 1] ?? field).focus(); }
    if (event.key === "Escape") { byId("hits").hidden = true; field.focus(); }
  });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".search")) byId("hits").hidden = true; });
  byId("reset").addEventListener("click", reset);
  for (const radio of document.querySelectorAll('input[name="lang"]')) radio.addEventListener("change", () => { state.lang = radio.value; speak(); writeHash(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  for (const [event, paper] of [["beforeprint", true], ["afterprint", false]]) {
    addEventListener(event, () => {
      document.documentElement.classList.toggle("paper", paper);
      repaint();
      net.renderer._redraw(); // at once: the page is printed before the next frame
    });
  }
  addEventListener("hashchange", () => { readHash(); filter(); speak(); });
  let wide = frame.clientWidth;
  new ResizeObserver(() => { if (Math.abs(frame.clientWidth - wide) > 20) { wide = frame.clientWidth; turn(); } }).observe(frame);
}

function turn() {
  const now = frame.clientHeight > frame.clientWidth;
  if (now !== high) {
    high = now;
    nodes.update(GIVEN.nodes.map(({ id }, i) => { const [x, y] = now ? DOTS[i].high : WIDE[i]; return { id, x, y }; }));
  }
  fit();
}
const WIDE = GIVEN.nodes.map(({ x, y }) => [x, y]);

function reset() {
  Object.assign(asked, { field: "", sdg: "", q: "" });
  for (const id of ["field", "sdg", "search"]) if (byId(id)) byId(id).value = "";
  for (const box of document.querySelectorAll(".legend input")) box.checked = !FACTS.hidden.includes(box.value);
  state.dot = state.line = null;
  filter();
  fit();
  writeHash();
}

function repaint() {
  readTheme();
  edges.update(GIVEN.edges.map(({ id }) => ({ id, color: lineColour(id) })));
  net.redraw();
}

function speak() {
  document.documentElement.lang = state.lang;
  document.title = say(FACTS.title);
  byId(`lang-${state.lang}`).checked = true;
  fillChoices();
  search(false);
  count();
  tell();
  net.redraw();
}

// The address says what is shown, so that it can be sent to somebody.
function writeHash() {
  const parts = new URLSearchParams();
  if (state.lang !== FACTS.lang) parts.set("lang", state.lang);
  for (const [name, value] of Object.entries(asked)) if (value) parts.set(name, value);
  if (state.dot !== null) parts.set("node", state.dot);
  try { history.replaceState(null, "", parts.size ? `#${parts}` : location.pathname + location.search); } catch { /* a sandbox forbids it */ }
}

function readHash() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const lang = parts.get("lang");
  if (lang in FACTS.words) state.lang = lang;
  for (const name of ["field", "sdg"]) {
    const select = byId(name);
    if (!select) continue;
    select.value = parts.get(name) ?? "";
    asked[name] = select.value;
  }
  asked.q = parts.get("q") ?? "";
  byId("search").value = asked.q;
  const layers = parts.get("layers")?.split(",");
  if (layers) for (const box of document.querySelectorAll('input[name="layer"]')) box.checked = layers.includes(box.value);
  const dot = Number(parts.get("node"));
  state.dot = parts.has("node") && Number.isInteger(dot) && dot >= 0 && dot < DOTS.length ? dot : null;
}

start();
