// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// How the picture is drawn: dots with the colours of their SDGs, patches of groups, and labels
// that never lie on one another.
"use strict";
const begun = performance.now();
const GIVEN = JSON.parse(document.getElementById("network").textContent);
const FACTS = GIVEN.facts;
const DOTS = FACTS.dots;
const LINES = FACTS.lines;
const FONT = '"Source Sans Pro", "Source Sans 3", system-ui, sans-serif';
const state = { lang: FACTS.lang, dot: null, line: null, over: null, found: null };
const theme = {};
let net = null;
let high = false;
const labelSize = () => (high ? 11 : 12.5); // pixels on the screen

const say = (text) => text[state.lang] ?? text.de ?? "";
const word = (name) => FACTS.words[state.lang][name] ?? "";

const near = DOTS.map(() => []); // lines of each dot
GIVEN.edges.forEach((edge, line) => {
  near[edge.from].push(line);
  if (edge.to !== edge.from) near[edge.to].push(line);
});
const dotHidden = new Uint8Array(DOTS.length);
const lineHidden = Uint8Array.from(GIVEN.edges, (edge) => (edge.hidden ? 1 : 0));
const visibleLines = (dot) => near[dot].filter((line) => !lineHidden[line]);
const otherEnd = (line, dot) =>
  GIVEN.edges[line].from === dot ? GIVEN.edges[line].to : GIVEN.edges[line].from;

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "paper", "quiet", "rule", "accent", "patch", "edge"]) {
    theme[name] = style.getPropertyValue(`--${name}`).trim();
  }
  theme.tones = [0, 1, 2, 3, 4, 5].map((n) => style.getPropertyValue(`--tone-${n}`).trim());
}

const toneOf = (line) => theme.tones[FACTS.kinds[LINES[line].kind].tone];

function outline(ctx, kind, x, y, r) {
  ctx.beginPath();
  if (kind === "aim" || kind === "sdg" || kind === "target") {
    ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  } else if (kind === "measure") {
    ctx.moveTo(x, y - r * 1.15); ctx.lineTo(x + r * 1.15, y); ctx.lineTo(x, y + r * 1.15); ctx.lineTo(x - r * 1.15, y);
  } else if (kind === "principle") {
    for (let i = 0; i < 6; i++) ctx.lineTo(x + r * 1.1 * Math.sin(i * Math.PI / 3), y - r * 1.1 * Math.cos(i * Math.PI / 3));
  } else if (kind === "actor") {
    ctx.moveTo(x, y - r * 1.1); ctx.lineTo(x + r * 1.1, y - r * 0.1); ctx.lineTo(x + r * 0.8, y - r * 0.1);
    ctx.lineTo(x + r * 0.8, y + r); ctx.lineTo(x - r * 0.8, y + r); ctx.lineTo(x - r * 0.8, y - r * 0.1); ctx.lineTo(x - r * 1.1, y - r * 0.1);
  } else {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
  ctx.closePath();
}

function coloursOf(dot) {
  const fact = DOTS[dot];
  if (fact.kind === "sdg" || fact.kind === "target") return fact.services.map(([n]) => FACTS.sdgs[n]?.colour ?? theme.edge).slice(0, 1);
  if (fact.kind === "field" || fact.kind === "actor") return [];
  const direct = fact.services.filter(([, how]) => how === "direct");
  return direct.map(([n]) => FACTS.sdgs[n]?.colour ?? theme.edge);
}

function drawDot(ctx, dot, x, y, r, strong) {
  const kind = DOTS[dot].kind;
  const colours = coloursOf(dot);
  outline(ctx, kind, x, y, r);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  if (colours.length === 1) {
    ctx.fillStyle = colours[0];
    ctx.fill();
  } else if (colours.length) {
    ctx.save();
    ctx.clip();
    const slice = (2 * Math.PI) / colours.length;
    colours.forEach((colour, i) => {
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.arc(x, y, r * 1.6, i * slice - Math.PI / 2, (i + 1) * slice - Math.PI / 2);
      ctx.closePath();
      ctx.fillStyle = colour;
      ctx.fill();
    });
    ctx.restore();
    outline(ctx, kind, x, y, r);
  }
  ctx.lineWidth = strong ? 3.5 : 1.6;
  ctx.strokeStyle = strong ? theme.accent : theme.ink;
  ctx.stroke();
  if (kind === "commitment") {
    ctx.beginPath(); ctx.arc(x, y, r * 0.4, 0, 2 * Math.PI); ctx.fillStyle = theme.paper; ctx.fill(); ctx.stroke();
  }
  const inside = DOTS[dot].inside;
  if (inside) {
    const size = Math.min(r * 1.1, (r * 1.75) / Math.max(ratio(inside, true), 0.1));
    ctx.font = `600 ${size}px ${FONT}`;
    ctx.textAlign = "center"; ctx.textBaseline = "middle";
    ctx.fillStyle = colours.length ? FACTS.sdgs[DOTS[dot].services[0][0]]?.ink ?? theme.ink : theme.ink;
    ctx.fillText(inside, x, y + (kind === "actor" ? r * 0.25 : 0) + size * 0.04);
  }
}

function renderer({ ctx, id, x, y, style }) {
  const r = style.size;
  return {
    drawNode() {
      const scale = net.getScale(); // never so small that nobody sees it
      drawDot(ctx, id, x, y, Math.max(r, 3.2 / scale), id === state.dot || state.found?.has(id));
    },
    nodeDimensions: { width: 2 * r, height: 2 * r },
  };
}

// Labels

const ratios = new Map();
const measure = document.createElement("canvas").getContext("2d");
function ratio(text, bold) {
  const key = (bold ? "!" : "") + text;
  if (!ratios.has(key)) {
    measure.font = `${bold ? 600 : 400} 100px ${FONT}`;
    ratios.set(key, measure.measureText(text).width / 100);
  }
  return ratios.get(key);
}

function wrap(text, most) {
  const lines = [];
  for (const part of text.split(" ")) {
    const last = lines.length - 1;
    if (last >= 0 && (lines[last] + " " + part).length <= most) lines[last] += " " + part;
    else lines.push(part);
  }
  return lines;
}

class Room { // boxes that are taken, by cells
  constructor(size) { this.size = size; this.cells = new Map(); }
  * around([x1, y1, x2, y2]) {
    for (let i = Math.floor(x1 / this.size); i <= x2 / this.size; i++) {
      for (let j = Math.floor(y1 / this.size); j <= y2 / this.size; j++) yield i * 100003 + j;
    }
  }
  take(box) {
    for (const key of this.around(box)) {
      if (this.cells.has(key)) this.cells.get(key).push(box); else this.cells.set(key, [box]);
    }
  }
  free(box) {
    for (const key of this.around(box)) {
      for (const [x1, y1, x2, y2] of this.cells.get(key) ?? []) {
        if (box[0] < x2 && box[2] > x1 && box[1] < y2 && box[3] > y1) return false;
      }
    }
    return true;
  }
}

function writeLabel(ctx, room, view, at, r, lines, { bold, sides, force }) {
  if (!lines.some(Boolean)) return true;
  const scale = net.getScale();
  const size = (labelSize() + (bold ? 0.5 : 0)) / scale;
  const width = Math.max(...lines.map((line) => ratio(line, bold))) * size;
  const height = lines.length * size * 1.15;
  const gap = (bold ? 2 : 3) / scale;
  const [x, y] = at;
  const boxes = {
    bottom: [x - width / 2, y + r + gap], top: [x - width / 2, y - r - gap - height],
    right: [x + r + gap, y - height / 2], left: [x - r - gap - width, y - height / 2],
  };
  for (const side of sides) {
    const [left, top] = boxes[side];
    const box = [left - gap * 0.9, top, left + width + gap * 0.9, top + height];
    const seen = box[0] >= view[0] && box[1] >= view[1] && box[2] <= view[2] && box[3] <= view[3];
    if (!force && !seen) continue;
    if (!room.free(box)) continue;
    room.take(box);
    ctx.font = `${bold ? 600 : 400} ${size}px ${FONT}`;
    ctx.textAlign = side === "right" ? "left" : side === "left" ? "right" : "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round"; ctx.lineWidth = 3.5 / scale; ctx.strokeStyle = theme.paper;
    lines.forEach((line, i) => {
      const cx = side === "right" ? left : side === "left" ? left + width : left + width / 2, cy = top + size * 1.15 * (i + 0.5);
      ctx.strokeText(line, cx, cy);
      ctx.fillStyle = bold ? theme.accent : theme.ink;
      ctx.fillText(line, cx, cy);
    });
    return true;
  }
  return false;
}

// Beside its field, the number of a goal needs not repeat that of the field.
function short(fact) {
  const group = FACTS.groups[fact.groups[0]]?.number;
  if (FACTS.layout === "steps" || !group || !fact.number.startsWith(group)) return fact.number;
  return fact.number.slice(group.length).replace(/^[.\s]+/, "");
}

const groupPlace = (group) => (high ? group.high : group.wide);

function drawPatches(ctx) {
  for (const group of FACTS.groups) {
    const place = groupPlace(group);
    if (!place || !place[2]) continue;
    ctx.beginPath();
    ctx.arc(place[0], place[1], place[2], 0, 2 * Math.PI);
    ctx.fillStyle = theme.patch;
    ctx.fill();
  }
}

function drawLabels(ctx) {
  const scale = net.getScale();
  const a = net.DOMtoCanvas({ x: 0, y: 0 });
  const frame = document.getElementById("picture");
  const b = net.DOMtoCanvas({ x: frame.clientWidth, y: frame.clientHeight });
  const view = [a.x, a.y, b.x, b.y];
  const room = new Room(60 / scale);
  const places = net.body.nodes;
  const inView = [];
  for (let dot = 0; dot < DOTS.length; dot++) {
    if (dotHidden[dot]) continue;
    const { x, y, options } = places[dot];
    if (x < view[0] || x > view[2] || y < view[1] || y > view[3]) continue;
    const r = Math.max(options.size, 3.2 / scale);
    room.take([x - r, y - r, x + r, y + r]);
    inView.push(dot);
  }
  const focus = state.over ?? state.dot;
  const layout = FACTS.layout;
  const columns = layout === "steps" || layout === "sides";
  const letter = labelSize() * 0.56;
  const xs = FACTS.groups.map((group) => groupPlace(group)?.[0] ?? 0).sort((p, q) => p - q);
  const apart = xs.length > 1 && columns ? (xs[1] - xs[0]) * scale : 400;
  const letters = (dot) => {
    if (layout === "steps") return Math.max(10, Math.min(30, Math.floor((apart - 14) / letter)));
    const { x } = net.canvasToDOM({ x: places[dot].x, y: 0 });
    if (layout === "sides") return Math.max(9, Math.floor((Math.min(x, frame.clientWidth - x) - 24) / letter));
    return layout === "ring" ? (high ? 13 : 19) : 26;
  };
  const labelOf = (dot, long) => {
    const fact = DOTS[dot];
    if (!long && fact.number && fact.kind !== "sdg" && fact.kind !== "target") return [short(fact)];
    const own = fact.number && !fact.inside ? `${fact.number} ` : "";
    return wrap(own + say(fact.title), letters(dot));
  };
  const at = (dot) => [places[dot].x, places[dot].y];
  const radius = (dot) => Math.max(places[dot].options.size, 3.2 / scale);
  const round = ["bottom", "top", "right", "left"];
  if (focus !== null && !dotHidden[focus]) {
    writeLabel(ctx, room, view, at(focus), radius(focus), labelOf(focus, true), { bold: true, sides: round });
    for (const line of visibleLines(focus)) {
      const end = otherEnd(line, focus);
      writeLabel(ctx, room, view, at(end), radius(end), labelOf(end, DOTS.length < 60 || scale > 0.7), { sides: round });
    }
  }
  for (const group of FACTS.groups) {
    const place = groupPlace(group);
    if (!place) continue;
    const [x, y, r, side] = place;
    const name = say(group.name);
    if (columns) {
      const head = group.number ? `${group.number} ${name}` : name;
      writeLabel(ctx, room, view, [x, y], r, wrap(head, Math.max(10, Math.floor(apart / letter / 1.15) - 1)), { bold: true, sides: ["top"], force: true });
      continue;
    }
    const sides = [side, side === "top" ? "bottom" : "top", "right", "left"];
    const given = { bold: true, sides };
    const full = group.number ? `${group.number} ${name}` : name;
    if (writeLabel(ctx, room, view, [x, y], r, wrap(full, Math.max(12, (2.2 * r * scale) / 7)), given)) continue;
    if (writeLabel(ctx, room, view, [x, y], r, wrap(full, 14), given)) continue;
    if (group.number) writeLabel(ctx, room, view, [x, y], r, [group.number], given);
  }
  if (focus !== null) return;
  const sparse = columns || layout === "ring";
  const order = [...(state.found ?? []), ...inView.sort((p, q) => near[q].length - near[p].length || p - q)];
  for (const dot of new Set(order.slice(0, 700))) {
    if (dotHidden[dot]) continue;
    const long = sparse || scale > 1.25 || DOTS[dot].kind === "actor" || DOTS[dot].kind === "target" || state.found?.has(dot);
    const sides = layout === "ring" ? outward(at(dot)) : columns ? sidesOf(dot) : round;
    if (!writeLabel(ctx, room, view, at(dot), radius(dot), labelOf(dot, long), { sides }) && long && (!sparse || layout === "steps")) {
      writeLabel(ctx, room, view, at(dot), radius(dot), labelOf(dot, false), { sides });
    }
  }
}

const outward = ([x, y]) => (Math.abs(x) > 1.2 * Math.abs(y) ? (x > 0 ? ["right", "bottom"] : ["left", "bottom"]) : y > 0 ? ["bottom", "right", "left"] : ["top", "right", "left"]);
function sidesOf(dot) {
  if (FACTS.layout === "steps") return ["bottom"];
  return DOTS[dot].groups[0] === 0 ? ["left"] : ["right"];
}

// What is chosen stands out; all else steps back behind a veil.
function drawFocus(ctx) {
  const focus = state.over ?? state.dot;
  const lines = state.line !== null && state.over === null ? [state.line] : focus !== null && !dotHidden[focus] ? visibleLines(focus) : null;
  if (lines === null) return;
  const a = net.DOMtoCanvas({ x: 0, y: 0 });
  const frame = document.getElementById("picture");
  const b = net.DOMtoCanvas({ x: frame.clientWidth, y: frame.clientHeight });
  ctx.globalAlpha = 0.78;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
  ctx.globalAlpha = 1;
  const dots = new Set(focus === null ? [] : [focus]);
  for (const line of lines) {
    dots.add(GIVEN.edges[line].from).add(GIVEN.edges[line].to);
    const edge = net.body.edges[line];
    if (!edge?.connected) continue;
    const faint = edge.options.color.opacity;
    edge.options.color.opacity = 1;
    edge.draw(ctx);
    edge.drawArrows(ctx);
    edge.options.color.opacity = faint;
  }
  for (const dot of dots) {
    const node = net.body.nodes[dot];
    drawDot(ctx, dot, node.x, node.y, Math.max(node.options.size, 3.2 / net.getScale()), dot === focus);
  }
}
