// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// The whole network of goals, drawn by sigma. Places come from the server; nothing moves by
// itself. What is drawn stands in the table of the page, too.

import Graph from "graphology";
import Sigma from "sigma";

const stage = document.querySelector("[data-explore]");
const live = stage?.querySelector(".explore-live");
const LAYERS = { stated: ["stated"], read: ["stated", "judged"], computed: ["computed"], all: ["stated", "judged", "computed"] };

function colours() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(name).trim();
  return {
    ink: get("--ink"),
    quiet: get("--ink-3"),
    rule: get("--rule"),
    paper: get("--raised"),
    accent: get("--accent"),
    supports: get("--tie-supports"),
    requires: get("--tie-requires"),
    conflicts: get("--tie-conflicts"),
    sharesResource: get("--tie-resource"),
    shares: get("--tie-shares"),
  };
}

// A colour thinned with the ground, both as #rrggbb; translucent lines would add up to other colours.
function thinned(colour, ground, share) {
  const part = (hex, place) => parseInt(hex.slice(place, place + 2), 16);
  const mixed = [1, 3, 5].map((place) => Math.round(share * part(colour, place) + (1 - share) * part(ground, place)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function makeGraph(data, wanted) {
  const graph = new Graph({ multi: true, type: "directed" });
  const fits = (node) =>
    (!wanted.field || node.fields.some((place) => data.fields[place].iri === wanted.field)) &&
    (!wanted.sdg || node.sdgs.includes(wanted.sdg));
  data.nodes.forEach((node, place) => {
    graph.addNode(String(place), { x: node.x, y: node.y, size: 5, fits: fits(node), label: `${node.number} ${node.title}`.trim() });
  });
  data.ties.forEach((tie, place) => {
    const either = data.nodes[tie.from] && (fits(data.nodes[tie.from]) || fits(data.nodes[tie.to]));
    if (!wanted.layers.includes(tie.layer) || (wanted.kind && wanted.kind !== tie.kind) || !either) return;
    graph.addEdgeWithKey(String(place), String(tie.from), String(tie.to), {
      kind: tie.kind,
      type: tie.directed ? "arrow" : "line",
      size: tie.layer === "stated" ? 1.8 : 1,
    });
  });
  return graph;
}

function draw(data) {
  const wanted = {
    layers: LAYERS[stage.dataset.layers] ?? LAYERS.read,
    kind: stage.dataset.kind,
    field: stage.dataset.field,
    sdg: Number(stage.dataset.sdg) || 0,
  };
  const graph = makeGraph(data, wanted);
  const canvas = live.querySelector(".explore-canvas");
  live.hidden = false;
  // On a phone the points are smaller, and there is room for the numbers of the fields only.
  const narrow = canvas.clientWidth < 600;
  let paint = colours();
  let chosen = null;
  let near = new Set();
  let hovered = null;
  const sigma = new Sigma(graph, canvas, {
    allowInvalidContainer: true,
    defaultEdgeType: "line",
    labelFont: getComputedStyle(document.body).fontFamily,
    labelSize: 13,
    labelColor: { attribute: "labelColor" },
    labelRenderedSizeThreshold: 7,
    stagePadding: narrow ? 36 : 64,
    zIndex: true,
    nodeReducer: (node, attributes) => {
      const marked = node === chosen || node === hovered;
      const dim = (chosen !== null && !near.has(node)) || !attributes.fits;
      return {
        ...attributes,
        color: marked ? paint.accent : dim ? paint.rule : paint.ink,
        labelColor: paint.ink,
        label: dim && !marked ? "" : attributes.label,
        forceLabel: marked,
        size: marked ? 9 : chosen !== null && !dim ? 7 : narrow ? 3 : attributes.size,
        zIndex: marked ? 2 : dim ? 0 : 1,
      };
    },
    edgeReducer: (edge, attributes) => {
      const touches = chosen === null || graph.hasExtremity(edge, chosen);
      const own = paint[attributes.kind] ?? paint.shares;
      // Where many lines cross, each is faint; what belongs to the chosen point, a conflict and
      // what the paper says itself stand out.
      const faint = chosen === null && attributes.kind !== "conflicts";
      return {
        ...attributes,
        color: touches ? (faint ? thinned(own, paint.paper, attributes.size > 1 ? 0.7 : 0.4) : own) : paint.rule,
        size: chosen === null ? attributes.size : attributes.size + 0.8,
        zIndex: attributes.kind === "conflicts" ? 1 : 0,
        hidden: chosen !== null && !touches,
      };
    },
    defaultDrawNodeHover: (context, node, settings) => {
      if (!node.label) return;
      context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
      const width = context.measureText(node.label).width;
      context.fillStyle = paint.paper;
      context.strokeStyle = paint.accent;
      context.beginPath();
      context.rect(node.x + node.size + 2, node.y - 13, width + 12, 26);
      context.fill();
      context.stroke();
      context.fillStyle = paint.ink;
      context.fillText(node.label, node.x + node.size + 8, node.y + 5);
    },
  });
  const camera = sigma.getCamera();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const duration = calm ? 0 : 200;
  const zoom = {
    in: () => camera.animatedZoom({ duration }),
    out: () => camera.animatedUnzoom({ duration }),
    fit: () => camera.animatedReset({ duration }),
  };
  for (const button of live.querySelectorAll("[data-zoom]")) button.addEventListener("click", zoom[button.dataset.zoom]);
  canvas.addEventListener("keydown", (event) => {
    const step = 0.12 * camera.ratio;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (moves[event.key]) camera.setState({ x: camera.x + moves[event.key][0], y: camera.y + moves[event.key][1] });
    else if (event.key === "+") zoom.in();
    else if (event.key === "-") zoom.out();
    else if (event.key === "0") zoom.fit();
    else if (event.key === "Escape") choose(null);
    else return;
    event.preventDefault();
  });

  function choose(node) {
    chosen = node;
    near = new Set(node === null ? [] : [node, ...graph.neighbors(node)]);
    sigma.refresh({ skipIndexation: true });
    details(node);
    if (node !== null) {
      const at = sigma.getNodeDisplayData(node);
      camera.animate({ x: at.x, y: at.y, ratio: Math.min(camera.ratio, 0.5) }, { duration });
    }
  }

  const panel = live.querySelector("[data-details]");
  const template = live.querySelector("template");
  const empty = panel.innerHTML;
  function details(node) {
    if (node === null) {
      panel.innerHTML = empty;
      return;
    }
    const about = data.nodes[Number(node)];
    const copy = template.content.cloneNode(true);
    copy.querySelector("[data-kicker]").textContent = `${about.kind} ${about.number}`;
    copy.querySelector("[data-title]").textContent = about.title;
    copy.querySelector("[data-summary]").textContent = about.summary;
    copy.querySelector("[data-open]").href = about.page;
    copy.querySelector("[data-start]").href = `?node=${encodeURIComponent(about.iri)}`;
    const list = copy.querySelector("[data-ties]");
    for (const edge of graph.edges(node)) {
      const tie = data.ties[Number(edge)];
      const forward = tie.from === Number(node);
      const other = forward ? tie.to : tie.from;
      const words = data.kinds[tie.kind];
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${data.nodes[other].number} ${data.nodes[other].title}`;
      button.addEventListener("click", () => choose(String(other)));
      item.append(`${words ? words[forward ? "forward" : "backward"] : tie.why} `, button, ` (${tie.figure})`);
      list.append(item);
    }
    if (!list.children.length) list.textContent = stage.dataset.none;
    panel.replaceChildren(copy);
  }

  sigma.on("clickNode", ({ node }) => choose(node));
  sigma.on("clickStage", () => choose(null));
  sigma.on("enterNode", ({ node }) => {
    hovered = node;
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("leaveNode", () => {
    hovered = null;
    sigma.refresh({ skipIndexation: true });
  });

  // Names of the fields stand beside their patches and move with them.
  const placed = data.fields.filter((field) => field.place);
  const low = Math.min(...placed.map((field) => field.place[1]));
  const high = Math.max(...placed.map((field) => field.place[1]));
  const names = placed
    .map((field) => {
      const name = document.createElement("span");
      name.className = "explore-field";
      name.textContent = (narrow && field.number) || field.name;
      name.setAttribute("aria-hidden", "true");
      canvas.append(name);
      // In the lower half a name stands below its patch: outside, where no line runs.
      const below = field.place[1] < (low + high) / 2;
      return { name, below, x: field.place[0], y: field.place[1] + (below ? -1 : 1) * field.place[2] };
    });
  const label = () => {
    for (const { name, below, x, y } of names) {
      const at = sigma.graphToViewport({ x, y });
      name.style.transform = `translate(-50%, ${below ? 0 : -100}%) translate(${at.x}px, ${at.y}px)`;
    }
  };
  sigma.on("afterRender", label);
  label();

  const titles = live.querySelector("#explore-titles");
  const byTitle = new Map();
  data.nodes.forEach((node, place) => {
    const text = `${node.number} ${node.title}`.trim();
    byTitle.set(text, String(place));
    const option = document.createElement("option");
    option.value = text;
    titles.append(option);
  });
  const find = live.querySelector("#explore-find");
  find.addEventListener("input", () => byTitle.has(find.value) && choose(byTitle.get(find.value)));
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const part = find.value.trim().toLowerCase();
    const hit = [...byTitle].find(([text]) => text.toLowerCase().includes(part));
    if (part && hit) choose(hit[1]);
  });

  // The theme may change while the picture is there.
  const repaint = () => {
    paint = colours();
    sigma.refresh({ skipIndexation: true });
  };
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  live.dataset.drawn = String(graph.order);
}

if (stage && live) {
  fetch(stage.dataset.explore)
    .then((answer) => answer.json())
    .then(draw)
    .catch((error) => {
      live.hidden = true;
      const words = document.createElement("p");
      words.className = "notice notice-warning";
      words.textContent = stage.dataset.noPicture;
      stage.append(words);
      console.error(error);
    });
}
