const NINE = [0, 1, 2, 3, 4, 5, 6, 7, 8], LOW = -6, UNIT = 20, FLOOR = 66;
const X = (s) => 30 + (s - LOW) * UNIT;

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const flip = (x, i) => x.map((v, k) => (k === i ? 1 - v : v));

  // three grids: what is seen, what counts how much, and one times the other
  const pixels = NINE.map((i) => w.button("", () => w.change({ pixels: flip(get("pixels"), i) })));
  pixels.forEach((node, i) => node.addEventListener("keydown", (e) => {
    const way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key];
    if (!way) return;
    e.preventDefault();
    e.stopPropagation();
    const row = clamp(Math.floor(i / 3) + way[0], 0, 2), column = clamp((i % 3) + way[1], 0, 2);
    pixels[3 * row + column].focus();
  }));
  const weights = NINE.map(() => H("span")), products = NINE.map(() => H("span"));
  const grid = (k, cells) => H("div", {}, H("p", { class: "pd-name", text: t(k) }),
    H("div", { class: "pd-grid pd-" + k, role: "group", "aria-label": t(k) }, ...cells));
  const sign = (text) => H("span", { class: "pd-sign", text });
  const grids = H("div", { class: "pd-grids" }, grid("picture", pixels), sign("×"), grid("weights", weights), sign("="), grid("products", products));

  // the sum against the level that the bias asks for
  const zone = S("rect", { y: 34, height: FLOOR - 34, class: "pd-zone" }), cut = S("path", { class: "pd-cut" });
  const bar = S("path", { class: "pd-bar" }), mark = S("path", { class: "pd-mark" });
  const level = S("text", { y: 14, "text-anchor": "middle" }), gain = S("text", { y: FLOOR + 50 }), axis = S("text", { x: 12, y: FLOOR + 50 });
  const ticks = S("g", { class: "cl-grid" }, S("path", { d: `M${X(LOW)} ${FLOOR}H${X(9)}` }));
  for (let s = LOW; s <= 9; s++) ticks.append(S("path", { d: `M${X(s)} ${FLOOR}v5` }), S("text", { x: X(s), y: FLOOR + 32, text: num(s) }));
  const line = S("svg", { viewBox: "0 0 350 122", role: "group", "aria-label": t("line") }, zone, ticks, bar, cut, mark, level, gain, axis);
  const grip = knob({ X, Y: () => 34, at: (e) => [(point(line, e).x - 30) / UNIT + LOW, 0] }, {
    label: t("knob"), step: 1, range: [0, 9],
    place: () => [-get("b"), 0],
    moved: (s) => w.change({ b: -s }),
    read: () => ({ now: -get("b"), text: t("knobText", { level: num(-get("b")), b: num(get("b")) }) }),
  });
  line.append(grip);

  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, grids, H("p", { class: "pd-hint", text: t("hint") })), line),
    w.sentence, w.tools({ step: () => w.change({ pixels: get("data").patterns[get("pattern")] }), label: t("draw") }));

  function draw() {
    const x = get("pixels"), b = get("b"), off = get("white") ? -1 : 0;
    const wt = get("data").patterns[get("pattern")].map((v) => (v ? 1 : off));
    const total = (p) => p.reduce((s, v, i) => s + v * wt[i], 0), fires = (p) => total(p) + b > 0;
    const sum = total(x), z = sum + b, activity = Math.max(0, z), now = fires(x);
    const each = x.map((v, i) => v * wt[i] || 0), matters = NINE.map((i) => (fires(flip(x, i)) !== now ? 1 : 0));
    let accepted = 0;
    for (let n = 0; n < 512; n++) accepted += fires(NINE.map((i) => (n >> i) & 1));

    NINE.forEach((i) => {
      set(pixels[i], { text: matters[i] ? "!" : "", "aria-pressed": String(!!x[i]), "aria-label":
        t("pixel", { row: Math.floor(i / 3) + 1, column: (i % 3) + 1, ink: t(x[i] ? "black" : "white"), matters: matters[i] ? t("matters") : "" }) });
      set(weights[i], { text: num(wt[i]), class: wt[i] > 0 ? "pd-plus" : wt[i] ? "pd-minus" : "" });
      set(products[i], { text: num(each[i]), class: each[i] > 0 ? "pd-plus" : each[i] ? "pd-minus" : "" });
    });
    set(zone, { x: X(-b), width: X(9) - X(-b) });
    set(cut, { d: `M${X(-b)} 34V${FLOOR}` });
    set(bar, { d: now ? `M${X(-b)} ${FLOOR}H${X(sum)}` : "" });
    set(mark, { d: `M${X(sum)} ${FLOOR + 2}l7 13h-14z` });
    set(level, { x: clamp(X(-b), 80, 270), text: t("level", { b: num(b), level: num(-b) }) });
    set(gain, { x: 338, "text-anchor": "end", text: t("activity", { a: num(activity) }), class: now ? "pd-on" : "" });
    set(axis, { text: t("axis", { sum: num(sum) }) });
    grip.update();

    const count = matters.reduce((s, v) => s + v);
    const vars = { sum: num(sum), sign: b > 0 ? "+" : "−", size: num(Math.abs(b)), z: num(z), matters: count, safe: 9 - count, accepted };
    w.say([t("say." + (z > 0 ? "fires" : z ? "silent" : "zero"), vars), t("say." + (count === 9 ? "all" : count ? "safe" : "none"), vars), t("say.accepted", vars)].join(" "));
    w.publish({ products: each, sum, z, activity, matters, accepted });
  }
  return w.start();
}
export default { render, words: WORDS };
