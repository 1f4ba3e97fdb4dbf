// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// Suggestions while one types: a combobox with a list, as the ARIA practices describe it.
// Without this script the form leads to the page with the hits. No module, because browsers
// load none from a folder on disk.
"use strict";

(function () {
  const script = document.currentScript;
  const words = script.dataset;
  const lang = document.documentElement.lang;
  const WAIT = 150;
  const SHOWN = 8;
  let engine = null;

  function load(address) {
    return new Promise((done, failed) => {
      const tag = document.createElement("script");
      tag.src = address;
      tag.onload = done;
      tag.onerror = failed;
      document.head.append(tag);
    });
  }

  // A site of files: the index is a script, because pages from disk may fetch nothing.
  function fromFiles() {
    engine ??= load(new URL("search-engine.js", script.src))
      .then(() => load(new URL(`../search/${lang}.js`, script.src)))
      .then(() => new window.ZielgraphSearchEngine(window.zielgraphSearch));
    return engine;
  }

  const root = new URL("../../", script.src);

  async function ask(form, query, signal) {
    const action = new URL(form.getAttribute("action"), location.href);
    if (action.pathname.endsWith(".html")) {
      const hits = (await fromFiles()).search(query);
      return {
        total: hits.length,
        hits: hits.map((hit) => ({ ...hit, href: new URL(hit.path, root).href })),
      };
    }
    const address = new URL(`${action.href}.json`);
    address.searchParams.set("q", query);
    const answer = await fetch(address, { signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    for (const hit of found.hits) hit.href = new URL(hit.href, address).href;
    return found;
  }

  function combobox(input, number) {
    const form = input.form;
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `suggestions-${number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.label);
    const status = document.createElement("div");
    status.className = "hidden";
    status.setAttribute("role", "status");
    input.after(list, status);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", list.id],
    ]) {
      input.setAttribute(name, value);
    }
    let timer = 0;
    let running = null;
    let chosen = -1;

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(place) {
      const options = [...list.children];
      chosen = (place + options.length) % options.length;
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }

    function show(found) {
      list.replaceChildren(
        ...found.hits.slice(0, SHOWN).map((hit, at) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${at}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.href = hit.href;
          const kind = document.createElement("span");
          kind.className = "suggestion-kind";
          kind.textContent = [hit.kind, hit.number].filter(Boolean).join(" ");
          option.append(kind, hit.title);
          return option;
        }),
      );
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = words.count.replace("#", list.children.length);
    }

    async function suggest() {
      running?.abort();
      const query = input.value.trim();
      if (query.length < 2) {
        close();
        return;
      }
      running = new AbortController();
      try {
        const found = await ask(form, query, running.signal);
        if (query === input.value.trim() && document.activeElement === input) show(found);
      } catch {
        close();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(suggest, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" && !list.hidden) {
        event.preventDefault();
        choose(chosen + 1);
      } else if (event.key === "ArrowUp" && !list.hidden) {
        event.preventDefault();
        choose(chosen < 0 ? -1 : chosen - 1);
      } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.href);
      }
    });
    input.addEventListener("blur", close);
    // Before the field loses the focus and the list is closed.
    list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) location.assign(option.dataset.href);
    });
  }

  function resultsFromFiles(place) {
    const form = document.querySelector("form.big-search");
    const action = new URL(form.getAttribute("action"), location.href);
    const query = new URLSearchParams(location.search).get("q")?.trim();
    if (!action.pathname.endsWith(".html") || !query) return;
    form.elements.q.value = query;
    fromFiles().then((found) => {
      const hits = found.search(query);
      const head = document.createElement("p");
      head.setAttribute("role", "status");
      const strong = document.createElement("strong");
      strong.textContent = words.found.replace("#", hits.length).replace("…", query);
      head.append(strong);
      const list = document.createElement("ol");
      list.className = "hits";
      list.append(
        ...hits.slice(0, 50).map((hit) => {
          const item = document.createElement("li");
          item.className = "hit";
          const kind = document.createElement("p");
          kind.className = "kicker";
          kind.textContent = [hit.kind, hit.number].filter(Boolean).join(" ");
          const title = document.createElement("h2");
          const link = document.createElement("a");
          link.href = new URL(hit.path, root).href;
          link.textContent = hit.title;
          title.append(link);
          const text = document.createElement("p");
          text.className = "item-text";
          text.textContent = hit.summary;
          item.append(kind, title, text);
          return item;
        }),
      );
      place.replaceChildren(head, list);
    });
  }

  document.querySelectorAll("input[data-search]").forEach(combobox);
  document.querySelectorAll("[data-results]").forEach(resultsFromFiles);
})();
