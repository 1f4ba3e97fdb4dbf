// SPDX-FileCopyrightText: 2026 Zielgraph contributors
// SPDX-License-Identifier: MIT
// The search of sites without a server: what portal/search/words.py and index.py do, in the
// browser. No module, because browsers load none from a folder on disk.
"use strict";

(function (target) {
  const SIZES = [4, 5, 6];
  const LEAST = 0.4;
  const FAR = 0.2;
  const LONG = 5;
  const PART = 4;
  const WORDS = 12;
  const OF_BEST = 0.2;
  const SHARE = [0.7, 0.4];

  function plain(text) {
    return text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/ä/g, "ae")
      .replace(/ö/g, "oe")
      .replace(/ü/g, "ue")
      .replace(/ß/g, "ss")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "");
  }

  function words(text) {
    return (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(plain).filter(Boolean);
  }

  function grams(word) {
    const framed = `_${word}_`;
    const found = new Set();
    for (const size of SIZES) {
      for (let at = 0; at + size <= framed.length; at += 1) found.add(framed.slice(at, at + size));
    }
    return found.size ? found : new Set([framed]);
  }

  function shortened(word) {
    const found = new Set();
    for (let cut = 1; cut < word.length; cut += 1) found.add(word.slice(0, cut) + word.slice(cut + 1));
    return found;
  }

  function push(map, key, value) {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  }

  class Engine {
    constructor(data) {
      this.data = data;
      this.ignored = new Set(data.ignored.split(" "));
      this.words = data.words.split(" ");
      this.place = new Map(this.words.map((word, at) => [word, at]));
      this.holders = new Map();
      this.shorter = new Map();
      const all = this.words.map(grams);
      all.forEach((own, at) => {
        for (const gram of own) push(this.holders, gram, at);
        if (this.words[at].length >= LONG) {
          for (const shorter of shortened(this.words[at])) push(this.shorter, shorter, at);
        }
      });
      const total = this.words.length;
      this.weight = new Map();
      for (const [gram, list] of this.holders) {
        this.weight.set(gram, Math.log(1 + total / list.length) ** 2);
      }
      this.rare = Math.log(1 + total) ** 2;
      this.size = all.map((own) => [...own].reduce((sum, gram) => sum + this.weight.get(gram), 0));
      this.rarity = data.posts.map((post) => Math.log(1 + data.docs.length / (post.length / 2)));
      this.numbers = new Map();
      data.docs.forEach((doc, at) => {
        if (doc[1]) push(this.numbers, doc[1].toLowerCase(), at);
      });
    }

    like(word) {
      const common = new Map();
      let size = 0;
      for (const gram of grams(word)) {
        const weight = this.weight.get(gram);
        size += weight ?? this.rare;
        if (weight === undefined) continue;
        for (const at of this.holders.get(gram)) common.set(at, (common.get(at) ?? 0) + weight);
      }
      const alikes = new Map();
      for (const [at, shared] of common) alikes.set(at, this.alike(word, at, shared, size));
      const found = new Map([...alikes].filter(([, alike]) => alike >= LEAST));
      const raise = (at, alike) => found.set(at, Math.max(found.get(at) ?? 0, alike));
      for (let cut = PART; cut < word.length - 1; cut += 1) {
        for (const [part, alike] of [[word.slice(0, cut), 0.7], [word.slice(cut), 0.5]]) {
          const at = this.place.get(part);
          if (at !== undefined && part.length >= PART) raise(at, alike);
        }
      }
      if (word.length >= LONG) {
        for (const at of this.shorter.get(word) ?? []) raise(at, 0.8);
        for (const shorter of shortened(word)) {
          for (const at of this.shorter.get(shorter) ?? []) raise(at, 0.8);
          if (this.place.has(shorter)) raise(this.place.get(shorter), 0.8);
        }
      }
      if (this.place.has(word)) found.set(this.place.get(word), 1);
      return found.size ? found : new Map([...alikes].filter(([, alike]) => alike >= FAR));
    }

    alike(word, at, shared, size) {
      const other = this.words[at];
      let alike = Math.max(shared / Math.sqrt(size * this.size[at]), (0.9 * shared) / size);
      if (other.length >= LONG) alike = Math.max(alike, (0.75 * shared) / this.size[at]);
      if (other.startsWith(word)) alike = Math.max(alike, 0.85);
      return Math.min(alike, 0.99);
    }

    split(word) {
      if (this.place.has(word)) return [word];
      for (let cut = word.length - PART; cut >= PART; cut -= 1) {
        const rest = word.slice(cut);
        if (!this.place.has(rest)) continue;
        const first = word.slice(0, cut);
        for (const part of [first, first.replace(/s$/, "")]) {
          if (this.place.has(part) && part.length >= PART) return [part, rest];
        }
      }
      return [word];
    }

    asked(query) {
      const found = [...new Set(words(query))];
      const telling = found.filter((word) => !this.ignored.has(word));
      return (telling.length ? telling : found).slice(0, WORDS);
    }

    holding(word, alikes) {
      const best = new Map();
      const own = this.rarity[this.place.get(word)] ?? Infinity;
      for (const [at, alike] of alikes) {
        const value = alike * alike * Math.min(this.rarity[at], own);
        const post = this.data.posts[at];
        for (let i = 0; i < post.length; i += 2) {
          const score = (value * post[i + 1]) / 100;
          if (score > (best.get(post[i]) ?? 0)) best.set(post[i], score);
        }
      }
      return best;
    }

    fit(word) {
      const whole = this.like(word);
      const parts = this.split(word);
      if (parts.length === 1) return this.holding(word, whole);
      const alikes = parts.map((part) => this.like(part));
      const more = [...whole].filter(([at, alike]) => alikes.every((like) => alike > (like.get(at) ?? 0)));
      const fit = this.holding(word, more);
      const together = new Map();
      const had = new Map();
      parts.forEach((part, number) => {
        for (const [doc, value] of this.holding(part, alikes[number])) {
          together.set(doc, (together.get(doc) ?? 0) + SHARE[number] * value);
          had.set(doc, (had.get(doc) ?? 0) + SHARE[number]);
        }
      });
      for (const [doc, value] of together) {
        const byParts = value * (had.get(doc) / (SHARE[0] + SHARE[1])) ** 2;
        fit.set(doc, Math.max(fit.get(doc) ?? 0, byParts));
      }
      return fit;
    }

    search(query) {
      const scores = new Map();
      const matched = new Map();
      const asked = this.asked(query);
      for (const word of asked) {
        for (const [doc, value] of this.fit(word)) {
          scores.set(doc, (scores.get(doc) ?? 0) + value);
          matched.set(doc, (matched.get(doc) ?? 0) + 1);
        }
      }
      for (const [doc, score] of scores) {
        const kind = this.data.kinds[this.data.docs[doc][0]];
        scores.set(doc, score * (matched.get(doc) / asked.length) ** 2 * kind[1]);
      }
      const floor = OF_BEST * Math.max(0, ...scores.values());
      for (const [doc, score] of scores) if (score < floor) scores.delete(doc);
      for (const doc of this.named(query)) scores.set(doc, 1000);
      return [...scores].sort(([a, x], [b, y]) => y - x || a - b).map(([doc]) => this.hit(doc));
    }

    named(query) {
      const text = query.toLowerCase().trim().replace(/\s+/g, " ");
      const found = text.match(/^(?:(?:sdg|ziel|goal|target|unterziel)\s*)?(\S+)$/);
      return (found && this.numbers.get(found[1].replace(/\.+$/, ""))) || [];
    }

    hit(at) {
      const [kind, number, title, path, summary] = this.data.docs[at];
      return { kind: this.data.kinds[kind][0], number, title, path, summary };
    }
  }

  target.ZielgraphSearchEngine = Engine;
})(typeof window === "undefined" ? globalThis : window);
