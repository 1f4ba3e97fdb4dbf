// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// What the frame does beyond links and forms; every page works without it.

// No module: a browser refuses modules to pages that are opened from a folder.

(() => {
"use strict";

const root = document.documentElement;

function themeSwitch(button) {
  const say = () => {
    const next = root.dataset.now === "dark" ? button.dataset.light : button.dataset.dark;
    button.querySelector(".hidden").textContent = next;
    button.title = next;
  };
  button.hidden = false;
  say();
  button.addEventListener("click", () => {
    const next = root.dataset.now === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    root.dataset.now = next;
    try {
      localStorage.setItem("zielgraph-theme", next);
    } catch {
      // The choice then holds for this page only.
    }
    say();
  });
}

function menu(details) {
  const summary = details.querySelector("summary");
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      details.open = false;
      summary.focus();
    }
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
}

// Tables whose rows are all on the page are sorted here; the others by the server.
const collator = new Intl.Collator(root.lang, { numeric: true, sensitivity: "base" });

function key(row, column) {
  const cell = row.cells[column];
  if (!cell) return "";
  return cell.dataset.sort ?? cell.textContent.trim();
}

function number(text) {
  const plain = root.lang === "de" ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, "");
  const found = plain.match(/^[−-]?\d+(\.\d+)?/);
  return found ? Number(found[0].replace("−", "-")) : null;
}

function sortBy(table, heading, column) {
  const down = heading.getAttribute("aria-sort") === "ascending";
  const numeric = heading.classList.contains("num") || "matrix" in table.dataset;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [key(row, column), row]);
  rows.sort(([one], [other]) => {
    if (numeric) {
      // Cells without a number come last, whichever way the others go.
      const [a, b] = [number(one), number(other)];
      if (a === null || b === null) return (a === null) - (b === null);
      return down ? b - a : a - b;
    }
    return down ? collator.compare(other, one) : collator.compare(one, other);
  });
  body.append(...rows.map(([, row]) => row));
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
}

function sortable(table) {
  const headings = table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [];
  [...headings].forEach((heading, column) => {
    if ("unsorted" in heading.dataset || heading.querySelector("a, button")) return;
    if (!heading.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sortBy(table, heading, column));
  });
}

// Where no server sorts the matrix, its columns get a button under the tile of the SDG.
function matrix(table) {
  if (table.querySelector(".matrix-sort")) return;
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const link = heading.querySelector(".matrix-sdg");
    if (!link) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "matrix-sort";
    button.textContent = "↕";
    button.setAttribute("aria-label", `${table.dataset.matrix} ${link.querySelector(".hidden").textContent}`);
    heading.append(button);
    button.addEventListener("click", () => {
      // The most comes first.
      if (!heading.hasAttribute("aria-sort")) heading.setAttribute("aria-sort", "ascending");
      sortBy(table, heading, column);
    });
  });
}

function copier(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy)?.innerText ?? "";
    await navigator.clipboard.writeText(text.trim());
    button.textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = label;
    }, 2500);
  });
}

// The public address stands in the page; who reads it elsewhere wants the one that answers here.
function addressHere(place) {
  if (location.protocol !== "file:") place.textContent = new URL(place.dataset.here, location.href).href;
}

// Empty fields would only make the address longer.
function filter(form) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && field.value === "") field.disabled = true;
    }
  });
}

document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
document.querySelectorAll("[data-menu]").forEach(menu);
document.querySelectorAll("table[data-sortable]").forEach(sortable);
document.querySelectorAll("table[data-matrix]").forEach(matrix);
document.querySelectorAll("[data-copy]").forEach(copier);
document.querySelectorAll("[data-here]").forEach(addressHere);
document.querySelectorAll("form[data-filter]").forEach(filter);
// A page from the browser's history comes back with its fields still switched off.
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-filter] :disabled").forEach((field) => {
    field.disabled = false;
  });
});
})();
