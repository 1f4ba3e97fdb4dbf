// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// The SPARQL editor: yasgui's editor without the services that it would ask; prefixes and
// terms come from our own server. The result is a table of ours, because yasgui's writes
// style sheets into the page, which the policy of this site forbids.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";

const MOST_ROWS = 1000;
const FORMATS = { table: ["csv", "tsv", "json", "xml"], truth: ["json", "xml"], graph: ["turtle", "jsonld", "ntriples"] };
const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.8";
const stage = document.querySelector("[data-editor]");
const plain = document.querySelector("[data-editor-plain]");
const say = stage?.dataset;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const ownTerms = (terms, kind) => ({
  name: `own-${kind}`,
  autoShow: false,
  bulk: true,
  persistenceId: null,
  get: () => terms[kind].map(([iri]) => iri),
});

function editorFor(terms, box, text) {
  // Nothing may be asked of prefix.cc or of the vocabulary service lov.linkeddata.es.
  Yasqe.defaults.prefixCcApi = null;
  Yasqe.forkAutocompleter("prefixes", {
    name: "own-prefixes",
    persistenceId: null,
    get: () => Object.entries(terms.prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort(),
  });
  Yasqe.forkAutocompleter("class", ownTerms(terms, "classes"));
  Yasqe.forkAutocompleter("property", ownTerms(terms, "properties"));
  const yasqe = new Yasqe(box, {
    value: text,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    autocompleters: ["own-prefixes", "own-classes", "own-properties", "variables"],
    collapsePrefixesOnLoad: false,
    resizeable: false,
    showQueryButton: false,
    lineWrapping: true,
    viewportMargin: Infinity,
    screenReaderLabel: say.label,
  });
  yasqe.setSize(null, "auto");
  yasqe.getInputField().setAttribute("aria-describedby", "editor-keys");
  return yasqe;
}

// Tab indents, as in every editor of code; after Esc it leaves, so that nobody is caught.
function keys(yasqe, box, status) {
  let leave = false;
  const move = (step) => {
    const able = [...document.querySelectorAll("a[href], button, select, input, textarea, [tabindex='0']")].filter(
      (node) => !node.disabled && node.offsetParent !== null && !box.contains(node),
    );
    const after = able.findIndex((node) => box.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
    able[step > 0 ? after : after - 1]?.focus();
  };
  yasqe.addKeyMap({
    Esc: () => {
      leave = true;
      status.textContent = say.leave;
    },
    Tab: (editor) => (leave ? move(1) : editor.execCommand("indentMore")),
    "Shift-Tab": (editor) => (leave ? move(-1) : editor.execCommand("indentLess")),
  });
  yasqe.on("blur", () => {
    leave = false;
  });
}

function shortened(iri, prefixes) {
  let best = "";
  for (const name of Object.keys(prefixes)) {
    if (iri.startsWith(prefixes[name]) && prefixes[name].length > (prefixes[best]?.length ?? 0)) best = name;
  }
  const local = best ? iri.slice(prefixes[best].length) : "";
  return best && local && !/[/#?]/.test(local) ? `${best}:${local}` : iri.startsWith(say.base) ? iri.slice(say.base.length) : iri;
}

// Only addresses of the web become links; those of our data lead to our own pages.
function link(iri, prefixes) {
  const text = shortened(iri, prefixes);
  if (iri.startsWith(say.base)) return element("a", { href: say.pages + iri.slice(say.base.length).split("/").map(encodeURIComponent).join("/"), title: iri }, text);
  return /^https?:\/\//.test(iri) ? element("a", { href: iri, title: iri, rel: "noopener" }, text) : text;
}

function cell(term, prefixes) {
  const made = element("td");
  if (!term) return made;
  if (term.type === "uri") made.append(link(term.value, prefixes));
  else {
    made.append(term.value);
    if (term["xml:lang"]) made.lang = term["xml:lang"];
    if (/#(integer|decimal|double)$/.test(term.datatype ?? "")) made.className = "num";
  }
  return made;
}

function table(found, prefixes) {
  const names = found.head.vars;
  const rows = found.results.bindings;
  const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
  const body = element("tbody");
  for (const row of rows.slice(0, MOST_ROWS)) {
    body.append(element("tr", {}, ...names.map((name) => cell(row[name], prefixes))));
  }
  const caption = element("caption", { class: "hidden" }, say.result);
  const made = element("table", {}, caption, element("thead", {}, head), body);
  return element("div", { class: "table-scroll", role: "region", tabindex: "0", "aria-label": say.result }, made);
}

function downloads(query, kind) {
  const items = FORMATS[kind].map((form) => {
    const href = `${say.endpoint}?${new URLSearchParams({ query, format: form })}`;
    return element("li", {}, element("a", { href, download: "" }, form.toUpperCase()));
  });
  return element("div", { class: "downloads" }, element("p", { class: "downloads-title" }, say.download), element("ul", {}, ...items));
}

function problem(text) {
  let words = text;
  try {
    const found = JSON.parse(text);
    words = found.detail || found.title || text;
  } catch {
    // It was no JSON, so it is the sentence itself.
  }
  return element("div", { class: "notice notice-problem", role: "alert" }, element("p", {}, words));
}

async function answer(query, yasqe, result, status) {
  const response = await fetch(say.endpoint, {
    method: "POST",
    headers: { Accept: ACCEPT, "Accept-Language": document.documentElement.lang },
    body: new URLSearchParams({ query }),
  });
  const text = await response.text();
  if (!response.ok) {
    status.textContent = "";
    result.replaceChildren(problem(text));
    return;
  }
  if (!(response.headers.get("content-type") ?? "").includes("json")) {
    const code = element("pre", { class: "sparql", tabindex: "0", role: "region", "aria-label": say.result }, text);
    result.replaceChildren(downloads(query, "graph"), code);
    status.textContent = say.done;
    return;
  }
  const found = JSON.parse(text);
  if ("boolean" in found) {
    result.replaceChildren(element("p", { class: "lead" }, found.boolean ? say.yes : say.no), downloads(query, "truth"));
    status.textContent = say.done;
    return;
  }
  const count = found.results.bindings.length;
  const rows = (number) => number.toLocaleString(document.documentElement.lang);
  status.textContent = (count > MOST_ROWS ? say.cut : say.rows).replace("#", rows(count)).replace("§", rows(MOST_ROWS));
  result.replaceChildren(downloads(query, "table"), table(found, yasqe.getPrefixesFromQuery()));
}

function start(terms) {
  const box = stage.querySelector("[data-query]");
  const status = stage.querySelector("[data-status]");
  const result = stage.querySelector("[data-result]");
  const run = stage.querySelector("[data-run]");
  plain.hidden = true;
  stage.hidden = false;
  const yasqe = editorFor(terms, box, plain.querySelector("textarea").value);
  keys(yasqe, box, status);
  const go = async () => {
    if (run.getAttribute("aria-busy") === "true") return;
    run.setAttribute("aria-busy", "true");
    status.textContent = say.running;
    try {
      await answer(yasqe.getValue(), yasqe, result, status);
    } catch {
      status.textContent = "";
      result.replaceChildren(problem(say.silent));
    }
    run.removeAttribute("aria-busy");
  };
  // The editor's own key would ask the endpoint that it was made with, on another host.
  yasqe.addKeyMap({ "Ctrl-Enter": go, "Cmd-Enter": go });
  run.addEventListener("click", go);
  const examples = document.querySelector("[data-examples]");
  examples?.addEventListener("submit", (event) => {
    const name = new FormData(examples).get("example");
    event.preventDefault();
    if (!name) return;
    fetch(`${say.example}?${new URLSearchParams({ name })}`)
      .then((found) => (found.ok ? found.text() : Promise.reject(new Error(String(found.status)))))
      .then((text) => {
        yasqe.setValue(text);
        yasqe.focus();
      })
      .catch(() => examples.submit());
  });
  yasqe.refresh();
  if (new URLSearchParams(location.search).has("run")) go();
  stage.dataset.ready = "";
}

if (stage && plain) {
  fetch(say.terms)
    .then((found) => found.json())
    .then(start)
    .catch((error) => {
      plain.hidden = false;
      stage.hidden = true;
      console.error(error);
    });
}
