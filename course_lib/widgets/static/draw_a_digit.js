const SIZES = [64, 64, 32, 10], INK = 16, GREY = 6, ROW = 25, FROM = 30, LONG = 216;
const CELLS = Array.from({ length: 64 }, (_, i) => i), TEN = CELLS.slice(0, 10);
const WAYS = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] };
const ARROWS = { left: "◀", right: "▶", up: "▲", down: "▼" };
const at = (x, r, c) => (r < 0 || c < 0 || r > 7 || c > 7 ? undefined : x[8 * r + c]);
const moved = (x, [down, right]) => CELLS.map((i) => at(x, (i >> 3) - down, (i & 7) - right) ?? 0);
// each cell takes the least, or the most, ink of itself and its four neighbours
const worn = (x, pick) => CELLS.map((i) => {
  const r = i >> 3, c = i & 7;
  return pick(...[x[i], at(x, r - 1, c), at(x, r + 1, c), at(x, r, c - 1), at(x, r, c + 1)].filter((v) => v !== undefined));
});

// whole numbers times a scale are the weights and biases, layer by layer
function unpack({ scales, weights }) {
  const all = Int8Array.from(atob(weights), (c) => c.charCodeAt(0));
  let start = 0, k = 0;
  const take = (n) => Float64Array.from(all.subarray(start, (start += n)), (v) => v * scales[k]);
  return SIZES.slice(1).map((n, l) => {
    const w = take(n * SIZES[l]);
    k++;
    const b = take(n);
    k++;
    return { w, b };
  });
}
function shares(layers, pixels) {
  let a = pixels.map((v) => v / INK);
  layers.forEach(({ w, b }, l) => {
    a = Array.from(b, (bias, j) => {
      let z = 0;
      for (let i = 0; i < a.length; i++) z += w[j * a.length + i] * a[i];
      z += bias;
      return l < 2 ? Math.max(0, z) : z;
    });
  });
  const top = Math.max(...a), e = a.map((z) => Math.exp(z - top)), sum = e.reduce((s, v) => s + v);
  return e.map((v) => v / sum);
}
const largest = (p) => p.indexOf(Math.max(...p));

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const { nets, right, examples, tested } = get("data"), layers = nets.map(unpack);

  // the canvas: one stop for Tab, arrows move inside it
  const paint = (x, r, c, ink) => {
    if (at(x, r, c) === undefined) return;
    x[8 * r + c] = ink;
    if (!ink || get("pen")) return;
    for (const [dr, dc] of Object.values(WAYS)) {
      const v = at(x, r + dr, c + dc);
      if (v < GREY) x[8 * (r + dr) + c + dc] = GREY;
    }
  };
  const other = (v) => (v > 11 ? 0 : INK);
  let here = 0;
  const cells = CELLS.map((i) => H("button", { type: "button", tabindex: i ? -1 : 0 }));
  const enter = (i) => { set(cells[here], { tabindex: -1 }); set(cells[(here = i)], { tabindex: 0 }); };
  cells.forEach((node, i) => {
    node.addEventListener("focus", () => enter(i));
    // a pointer has painted already when its click arrives
    node.addEventListener("click", (e) => {
      if (e.detail) return;
      const x = [...get("pixels")];
      paint(x, i >> 3, i & 7, other(x[i]));
      w.change({ pixels: x });
    });
    node.addEventListener("keydown", (e) => {
      const way = WAYS[e.key.slice(5).toLowerCase()];
      if (!way) return;
      e.preventDefault();
      e.stopPropagation();
      cells[8 * clamp((i >> 3) + way[0], 0, 7) + clamp((i & 7) + way[1], 0, 7)].focus();
    });
  });
  // of class cl-knob: a finger on it draws, everywhere else it scrolls the page
  const canvas = H("div", { class: "dd-canvas cl-knob", role: "group", "aria-label": t("canvas") }, ...cells);
  const place = (e) => {
    const box = canvas.getBoundingClientRect();
    return [e.clientY - box.top, e.clientX - box.left].map((v, k) => Math.floor((8 * v) / (k ? box.width : box.height)));
  };
  let last = null, ink = INK;
  canvas.addEventListener("pointerdown", (e) => {
    if (e.button) return;
    last = place(e).map((v) => clamp(v, 0, 7));
    ink = other(at(get("pixels"), ...last));
    canvas.setPointerCapture(e.pointerId);
    stroke(e);
  });
  const stroke = (e) => {
    if (!last) return;
    const [r, c] = place(e), [r0, c0] = last, x = [...get("pixels")];
    // a fast pointer jumps over cells
    const n = Math.max(1, Math.abs(r - r0), Math.abs(c - c0));
    for (let k = 0; k <= n; k++) paint(x, Math.round(r0 + ((r - r0) * k) / n), Math.round(c0 + ((c - c0) * k) / n), ink);
    last = [r, c];
    w.change({ pixels: x });
  };
  canvas.addEventListener("pointermove", stroke);
  canvas.addEventListener("lostpointercapture", () => (last = null));

  const change = (text, f, label = text) => set(w.button(text, () => w.change({ pixels: f(get("pixels")) })), { "aria-label": label });
  const choice = (k, options) => options.map((o, i) => w.button(t(`${k}.${o}`), () => w.change({ [k]: i })));
  const pens = choice("pen", w.limits.pen), choices = choice("net", w.limits.net);
  const line = (text, ...kids) => H("div", { class: "cl-tools", role: "group", "aria-label": text }, H("span", { text }), ...kids);
  const left = H("div", {}, canvas,
    line(t("move"), ...Object.keys(WAYS).map((k) => change(ARROWS[k], (x) => moved(x, WAYS[k]), t("way." + k)))));
  const drawing = H("div", { class: "dd-drawing" },
    line(t("line"), change(t("thinner"), (x) => worn(x, Math.min)), change(t("thicker"), (x) => worn(x, Math.max))),
    line(t("pens"), ...pens));

  const bars = TEN.map((k) => {
    const y = 4 + ROW * k, mark = { digit: S("text", { x: 14, y: y + 17, class: "dd-digit", text: String(k) }),
      bar: S("rect", { x: FROM, y: y + 2, height: ROW - 6 }), share: S("text", { y: y + 17 }) };
    mark.node = S("g", {}, mark.digit, S("path", { d: `M${FROM} ${y}v${ROW - 2}`, class: "dd-axis" }), mark.bar, mark.share);
    return mark;
  });
  const chart = S("svg", { viewBox: `0 0 310 ${8 + 10 * ROW}`, role: "img" }, ...bars.map((b) => b.node));

  const percent = (p) => num(100 * p, 0);
  const cell = (all) => t("cell", { p: percent(all[0]), low: percent(Math.min(...all)), high: percent(Math.max(...all)) });
  const table = H("table", { class: "dd-table" }, H("caption", { text: t("table", { n: tested, k: right[0][0].length }) }),
    H("tr", {}, H("td"), ...w.limits.net.map((o) => H("th", { scope: "col", text: t("net." + o) }))),
    ...["scanned", "moved", "thin"].map((test, k) => H("tr", {}, H("th", { scope: "row", text: t("test." + test) }), ...right.map((one) => H("td", { text: cell(one[k]) })))));

  const tools = w.tools();
  tools.prepend(change(t("clear"), () => CELLS.map(() => 0)));
  w.root.append(w.question(), H("div", { class: "cl-row" }, left, H("div", { class: "dd-answer" }, line(t("trained"), ...choices), chart, w.sentence), drawing),
    line(t("examples"), ...TEN.map((k) => change(String(k), () => examples[k], t("example", { k })))), tools,
    w.more(table, H("p", { text: t("honest") })));

  function draw() {
    const x = get("pixels"), net = get("net"), p = layers.map((l) => shares(l, x));
    const mine = p[net], others = p[1 - net], answer = largest(mine), second = largest(mine.map((v, k) => (k === answer ? -1 : v)));
    CELLS.forEach((i) => {
      const grey = 255 - 14 * x[i];
      cells[i].style.background = `rgb(${grey} ${grey} ${grey})`;
      set(cells[i], { "aria-pressed": String(x[i] > 7), "aria-label": t("at", { r: 1 + (i >> 3), c: 1 + (i & 7), ink: x[i] }) });
    });
    bars.forEach(({ node, bar, share }, k) => {
      const end = LONG * mine[k];
      set(node, { class: k === answer ? "dd-first" : "" });
      set(bar, { width: end });
      set(share, { x: FROM + 6 + end, text: t("share", { p: percent(mine[k]) }) });
    });
    const vars = { a: answer, p: percent(mine[answer]), b: second, q: percent(mine[second]), o: largest(others), r: percent(others[largest(others)]) };
    set(chart, { "aria-label": t("chart", vars) });
    [[pens, "pen"], [choices, "net"]].forEach(([all, k]) => all.forEach((b, i) => set(b, { "aria-pressed": String(i === get(k)) })));
    const drawn = x.some((v) => v);
    w.say([t("say." + (!drawn ? "empty" : mine[answer] < 0.7 ? "unsure" : "sure"), vars),
      drawn ? t("say." + (vars.o === answer ? "same" : "differ"), vars) : ""].join(" ").trim());
    w.publish({ shares: mine, answer, others, other: vars.o });
  }
  return w.start();
}
export default { render, words: WORDS };
