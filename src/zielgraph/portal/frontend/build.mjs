// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// Bundles src/*.js and the fonts into ../static/vendor/, and lists the licences of all that
// goes in. A new page script is a file in src/; nothing here needs to change.

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "static", "vendor");
const made = join(here, "node_modules", ".made");
const FONT = "@fontsource-variable/source-sans-3";
// Latin only: the languages are German and English; other scripts fall back to the system.
const FACES = [["normal", "latin-wght-normal"], ["italic", "latin-wght-italic"]];

rmSync(made, { recursive: true, force: true });
mkdirSync(join(made, "fonts"), { recursive: true });
const used = new Set([FONT]);

const entries = readdirSync(join(here, "src")).filter((name) => name.endsWith(".js"));
if (entries.length > 0) {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: here,
    entryPoints: entries.map((name) => join("src", name)),
    outdir: made,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    loader: { ".svg": "dataurl", ".woff2": "file" },
    metafile: true,
    logLevel: "warning",
  });
  for (const input of Object.keys(result.metafile.inputs)) {
    const found = input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) used.add(found[1]);
  }
}

// Some packages come with what they need already built in: its licences count, too.
for (const name of used) {
  const about = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  for (const needed of Object.keys(about.dependencies ?? {})) {
    if (existsSync(join(modules, needed))) used.add(needed);
  }
}

const faces = FACES.map(([style, file]) => {
  cpSync(join(modules, FONT, "files", `source-sans-3-${file}.woff2`), join(made, "fonts", `${file}.woff2`));
  return `@font-face{font-family:"Source Sans 3 Variable";font-style:${style};font-display:swap;font-weight:200 900;src:url(fonts/${file}.woff2) format("woff2")}`;
});
writeFileSync(join(made, "fonts.css"), `${faces.join("\n")}\n`);

function licence(name) {
  const folder = join(modules, name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying|ofl)/i.test(entry));
  const kind = typeof about.license === "string" ? about.license : (about.license?.type ?? "see below");
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${name} ${about.version} – ${kind}\n${"=".repeat(72)}\n${text}\n`;
}

writeFileSync(join(made, "licences.txt"), [...used].sort().map(licence).join("\n\n"));
if (existsSync(target)) rmSync(target, { recursive: true });
renameSync(made, target);
