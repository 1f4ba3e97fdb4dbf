// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// Runs before the page is painted, so that a chosen theme does not flash the other one first.
(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  let chosen = null;
  try {
    chosen = localStorage.getItem("zielgraph-theme");
  } catch {
    // Storage may be forbidden; then the system's theme holds.
  }
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    root.dataset.now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
  };
  show();
  dark.addEventListener("change", show);
})();
