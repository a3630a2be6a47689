const ROWS = [[0, 0], [0, 1], [1, 0], [1, 1]], TARGET = [0, 1, 1, 0];
const KEYS = ["w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c"];
const NODES = [[28, 82], [28, 202], [190, 82], [190, 202], [322, 142]];  // x₁, x₂, h₁, h₂, y
// of each number: where its label stands, and the nodes of its wire
const TAGS = [[92, 82, 0, 2], [138, 122, 1, 2], [190, 26, 2, 2], [138, 162, 0, 3], [92, 202, 1, 3], [190, 258, 3, 3],
  [256, 112, 2, 4], [256, 172, 3, 4], [322, 66, 4, 4]];
// rounded first: 0.3 − 0.1 − 0.2 is 0 for a reader
const fires = (z) => (Math.round(z * 1e9) >= 0 ? 1 : 0);
// one row: the sums and values of h₁ and h₂, the sum and value of y
const row = (p, [a, b]) => {
  const z1 = p[0] * a + p[1] * b + p[2], z2 = p[3] * a + p[4] * b + p[5], h1 = fires(z1), h2 = fires(z2), z = p[6] * h1 + p[7] * h2 + p[8];
  return { z: [z1, z2, z], says: [h1, h2, fires(z)] };
};
const wrongRows = (p) => ROWS.reduce((n, r, i) => n + (row(p, r).says[2] !== TARGET[i]), 0);

// a text that stays the same costs the page nothing
const write = (node, text) => { if (node.textContent !== String(text)) node.textContent = text; };

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get, words } = w;

  // the net: a wire and a label for each number
  const wires = TAGS.map(([x, y, a, b]) => S("path", { d: a === b ? `M${x} ${y}L${NODES[a]}` : `M${NODES[a]}L${NODES[b]}`, class: "bo-wire" }));
  const tags = TAGS.map(([x, y], i) => {
    const value = S("text", { y: 13, class: "bo-number" }), name = S("text", { y: -4, class: "bo-name" });
    const node = press(S("g", { transform: `translate(${x} ${y})` }, S("rect", { x: -23, y: -18, width: 46, height: 36, rx: 6, class: "bo-tag" }),
      name, value), "", "pressed", () => w.change({ chosen: i }));
    node.addEventListener("keydown", (e) => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key];
      if (!way) return;
      e.preventDefault();
      e.stopPropagation();
      w.change({ chosen: i, [KEYS[i]]: get(KEYS[i]) + way * (e.shiftKey ? 1 : 0.1) });
    });
    return { node, name, value };
  });
  const bits = NODES.map(([x, y], i) => S("text", { x, y: y + 14, class: "bo-bits", text: ["0011", "0101"][i] ?? "" }));
  const circles = NODES.map(([x, y], i) => S("g", {}, S("circle", { cx: x, cy: y, r: 27, class: "bo-node" }),
    S("text", { x, y: y - 2, class: "bo-unit", text: ["x₁", "x₂", ...words.units][i] }), bits[i]));
  const net = S("svg", { viewBox: "0 0 352 282", role: "group", "aria-label": t("net") }, ...wires, ...circles, ...tags.map((g) => g.node));

  // the meter
  const spoke = (n, r) => { const a = Math.PI * (1 - n / 4); return `${110 + r * Math.cos(a)} ${108 - r * Math.sin(a)}`; };
  const needle = S("path", { class: "bo-needle", d: "M110 108L40 108" });
  const gauge = S("svg", { viewBox: "0 0 220 132", role: "img", class: "bo-meter" }, S("path", { d: `M${spoke(0, 78)}A78 78 0 0 1 ${spoke(4, 78)}`, class: "bo-arc" }),
    ...[0, 1, 2, 3, 4].map((n) => S("g", {}, S("path", { d: `M${spoke(n, 72)}L${spoke(n, 84)}`, class: "bo-tick" }),
      S("text", { x: 110 - 96 * Math.cos(Math.PI * n / 4), y: 112 - 94 * Math.sin(Math.PI * n / 4), class: "bo-at", text: n }))),
    needle, S("circle", { cx: 110, cy: 108, r: 6, class: "bo-hub" }), S("text", { x: 110, y: 130, class: "bo-at", text: t("meterName") }));

  // the rows
  const sums = ROWS.map(() => [0, 1, 2].map(() => [H("b"), H("small")])), marks = ROWS.map(() => H("td"));
  const table = H("table", { class: "bo-table" }, H("caption", { text: t("table.caption") }),
    H("tr", {}, ...["x", "h1", "h2", "y", "t"].map((k) => H("th", { scope: "col", text: t("table." + k) }))),
    ...ROWS.map((r, i) => H("tr", {}, H("th", { scope: "row", text: r.join(" ") }),
      ...sums[i].map(([value, sum]) => H("td", {}, value, " ", sum)), marks[i])));

  const dials = () => KEYS.map((k, i) => w.dial(k, t("tag", { name: words.names[i], what: words.what[i] })));
  const single = dials(), all = dials();
  const nudge = w.button(t("nudgeAll"), () => w.change({ nudge: 1 - get("nudge") }));
  let dealt = 0;
  const deal = w.button(t("deal"), () => {
    const starts = get("data").starts, now = String(KEYS.map(get));
    const here = starts.findIndex((s) => String(s) === now);
    dealt = ((here < 0 ? dealt : here) + 1) % starts.length;
    w.change(Object.fromEntries(KEYS.map((k, i) => [k, starts[dealt][i]])));
  });
  const key = H("p", { class: "bo-key" }), clue = H("p");
  const tools = w.tools();
  tools.prepend(nudge);
  tools.append(deal);
  const more = w.more(H("div", { class: "bo-all" }, ...all), clue);
  more.addEventListener("toggle", () => all.forEach((d) => d.update()));
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, net, key), H("div", {}, gauge, table)),
    H("div", { class: "bo-single" }, ...single), w.sentence, tools, more);

  function draw() {
    const p = KEYS.map(get), rows = ROWS.map((r) => row(p, r)), chosen = get("chosen"), on = get("nudge");
    const h = rows.map((r) => r.says.slice(0, 2)), y = rows.map((r) => r.says[2]), wrong = wrongRows(p);
    const nudged = p.map((v, i) => get("data").nudges.map((by) => wrongRows(p.map((u, j) => (j === i ? v + by : u)))));
    const lower = nudged.map((m) => m.some((n) => n < wrong)), higher = nudged.map((m) => m.some((n) => n > wrong));

    p.forEach((v, i) => {
      const name = words.names[i], hint = (lower[i] ? t("marks.better") : "") + (higher[i] ? t("marks.worse") : "") || t("marks.flat");
      set(wires[i], { "stroke-width": 1 + 1.6 * Math.abs(v), "stroke-dasharray": v < 0 ? "7 5" : "none" });
      write(tags[i].value, num(v));
      write(tags[i].name, name + (on ? " " + hint : ""));
      set(tags[i].node, { "aria-pressed": String(i === chosen), class: "cl-press" + (i === chosen ? " bo-chosen" : ""),
        "aria-label": t("tag", { name, what: words.what[i] }) + " " + num(v) + (on ? " " + hint : "") });
      single[i].hidden = i !== chosen;
    });
    single[chosen].update();
    if (more.open) all.forEach((d) => d.update());
    [h.map((r) => r[0]), h.map((r) => r[1]), y].forEach((says, n) => (write(bits[n + 2], says.join(""))));
    set(needle, { transform: `rotate(${45 * wrong} 110 108)` });
    set(gauge, { "aria-label": t("meter", { n: wrong }) });
    rows.forEach(({ z, says }, i) => {
      sums[i].forEach(([value, sum], k) => { write(value, says[k]); write(sum, num(z[k], 1)); });
      const ok = y[i] === TARGET[i];
      write(marks[i], (TARGET[i] ? "● " : "■ ") + TARGET[i] + (ok ? " ✓" : " ✗"));
      set(marks[i], { class: ok ? "bo-ok" : "bo-wrong" });
    });
    set(nudge, { "aria-pressed": String(!!on) });
    write(key, t(on ? "key.nudge" : "key.net"));
    write(clue, find(h, wrong));

    const list = (flags) => words.names.filter((_, i) => flags[i]).join(", ") || t("say.none");
    const k = nudged.flat().filter((n) => n !== wrong).length;
    w.say(t("say." + (!wrong ? "solved" : on ? (k ? "some" : "flat") : chosen < 6 ? "hidden" : "output"), {
      n: wrong, k, rows: ROWS.filter((_, i) => y[i] !== TARGET[i]).map((r) => r.join("")).join(", "), name: `${words.names[chosen]} = ${num(p[chosen])}`,
      unit: words.units[chosen / 3 | 0], better: list(lower), worse: list(higher) }));
    w.publish({ z_hidden: rows.map((r) => r.z.slice(0, 2)), h, z: rows.map((r) => r.z[2]), y, wrong, nudged });
  }

  // what a reader of the table can know: can any output unit part these hidden values?
  function find(h, wrong) {
    if (!wrong) return t("clue.solved");
    for (const one of [1, 2]) {
      for (const zero of [0, 3]) {
        if (String(h[one]) === String(h[zero])) return t("clue.mixed", { one: ROWS[one].join(""), zero: ROWS[zero].join(""), place: h[one].join(", ") });
      }
    }
    return t(new Set(h.map(String)).size === 4 ? "clue.cross" : "clue.output");
  }
  return w.start();
}
export default { render, words: WORDS };
