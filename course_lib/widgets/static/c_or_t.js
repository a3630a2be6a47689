const SUB = [..."₀₁₂₃₄₅₆₇₈₉"], sub = (n) => [...String(n)].map((d) => SUB[d]).join("");
const NAMES = [], CW = 34, CH = 31;
for (let i = 1; i <= 3; i++) for (let k = 1; k <= 12; k++) NAMES.push(`w${sub(i)},${sub(k)}`);
for (let i = 1; i <= 3; i++) NAMES.push("b" + sub(i));
for (let j = 1; j <= 2; j++) for (let i = 1; i <= 3; i++) NAMES.push(`v${sub(j)},${sub(i)}`);
NAMES.push("c₁", "c₂");
const LEFT = (i) => 8 + 116 * i;
// where each of the 47 cells stands
const SPOT = NAMES.map((_, n) => {
  if (n < 36) { const i = (n / 12) | 0, k = n % 12; return [LEFT(i) + CW * (k % 3), 24 + CH * ((k / 3) | 0)]; }
  if (n < 39) return [LEFT(n - 36), 154];
  if (n < 45) return [LEFT((n - 39) % 3) + CW, 212 + 38 * (((n - 39) / 3) | 0)];
  return [LEFT(2) + 2 * CW + 3, 212 + 38 * (n - 45)];
});
const sigma = (z) => 1 / (1 + Math.exp(-z));

// forward, then back: activities, deltas and all 47 derivatives
const run = (p, x, t) => {
  const h = [0, 1, 2].map((i) => sigma(x.reduce((z, v, k) => z + p[12 * i + k] * v, 0) + p[36 + i]));
  const y = [0, 1].map((j) => sigma(h.reduce((s, v, i) => s + p[39 + 3 * j + i] * v, 0) + p[45 + j]));
  const delta_out = y.map((v, j) => (v - t[j]) * v * (1 - v));
  const delta_hid = h.map((v, i) => (delta_out[0] * p[39 + i] + delta_out[1] * p[42 + i]) * v * (1 - v));
  const gradient = [...delta_hid.flatMap((d) => x.map((v) => d * v)), ...delta_hid, ...delta_out.flatMap((d) => h.map((v) => d * v)), ...delta_out];
  const error = ((y[0] - t[0]) ** 2 + (y[1] - t[1]) ** 2) / 2;
  return { h, y, error, delta_hid, delta_out, gradient };
};

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const wanted = () => (get("target") ? [0, 1] : [1, 0]);
  const learn = (steps) => {
    let p = get("weights");
    for (let k = 0; k < steps; k++) {
      const { gradient } = run(p, get("pixels"), wanted());
      p = p.map((v, n) => v - get("eta") * gradient[n]);
    }
    w.change({ weights: p });
  };

  // the picture and the outputs
  const pixels = Array.from({ length: 12 }, (_, k) =>
    press(S("g", {}, S("rect", { x: 14 + 44 * (k % 3), y: 8 + 44 * ((k / 3) | 0), width: 42, height: 42, class: "ct-pixel" })), "", "pressed",
      () => w.change({ pixels: get("pixels").map((v, n) => (n === k ? 1 - v : v)) })));
  const bars = ["C", "T"].map((letter, j) => {
    const y = 40 + 76 * j, bar = S("rect", { x: 196, y, height: 22, class: "ct-bar" }), value = S("text", { x: 196, y: y - 8 }), mark = S("path", { class: "ct-goal" });
    return { bar, value, mark, node: S("g", {}, S("text", { x: 176, y: y + 18, class: "ct-letter", text: letter }), S("rect", { x: 196, y, width: 140, height: 22, class: "ct-track" }), bar, mark, value), letter, y };
  });
  const paper = S("svg", { viewBox: "0 0 352 192", role: "group", "aria-label": t("paper") }, ...pixels, ...bars.map((b) => b.node));

  // the 47 numbers
  const cells = SPOT.map(([x, y], n) => {
    const rect = S("rect", { width: CW, height: CH, class: "ct-cell" }), value = S("text", { x: CW / 2, y: 25, class: "ct-value" }), arrow = S("text", { x: CW / 2, y: 12, class: "ct-arrow" });
    return { rect, value, arrow, node: S("g", { transform: `translate(${x} ${y})`, class: "ct-pick", onclick: () => w.change({ chosen: n }) }, rect, value, arrow) };
  });
  const heads = [0, 1, 2].map((i) => S("text", { x: LEFT(i) + 1.5 * CW, y: 17, class: "ct-head", text: "H" + (i + 1) }));
  const units = [0, 1, 2].map((i) => [168, 182].map((y) => S("text", { x: LEFT(i) + CW + 5, y, class: "ct-unit" })));
  const outs = [0, 1].map((j) => S("text", { x: 2, y: 231 + 38 * j, class: "ct-head ct-start", text: "CT"[j] }));
  const biases = S("text", { x: LEFT(2) + 2.5 * CW + 3, y: 206, class: "ct-unit ct-mid", text: t("bias") });
  const net = S("svg", { viewBox: "0 0 352 288", role: "img", "aria-label": t("net") }, ...heads, ...units.flat(), ...outs, biases, ...cells.map((c) => c.node));

  const dial = w.dial("chosen", "");
  const tools = w.tools({ step: () => learn(1) });
  tools.firstChild.after(w.button(t("ten"), () => learn(10)));
  tools.append(...["C", "T"].map((letter, j) => w.button(t("show", { letter }), () => w.change({ pixels: get("data").letters[j], target: j }))));
  const why = H("p", { class: "ct-why" });
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, paper, tools, w.sentence),
    H("div", {}, net, H("p", { class: "ct-why", text: t("legend") }), dial, why)));

  function draw() {
    const p = get("weights"), x = get("pixels"), goal = wanted(), out = run(p, x, goal), chosen = get("chosen");
    const { h, y, error, delta_hid, delta_out, gradient } = out, move = gradient.map((v) => -get("eta") * v);
    const after = run(p.map((v, n) => v + move[n]), x, goal).error;
    pixels.forEach((node, k) => set(node, { class: "cl-press" + (x[k] ? " ct-ink" : ""), "aria-pressed": String(!!x[k]),
      "aria-label": t("pixel", { r: 1 + ((k / 3) | 0), c: 1 + (k % 3), now: t("now." + (x[k] ? 1 : 0)) }) }));
    bars.forEach(({ bar, value, mark, letter, y: top }, j) => {
      set(bar, { width: 140 * y[j] });
      set(mark, { d: `M${196 + 140 * goal[j]} ${top - 4}v30` });
      value.textContent = `${letter} = ${y[j].toFixed(2)}, ${t("wanted", { t: goal[j] })}`;
    });
    cells.forEach(({ rect, value, arrow }, n) => {
      const way = gradient[n];
      value.textContent = num(p[n], Math.abs(p[n]) < 10 ? 2 : 1);
      arrow.textContent = way ? (way < 0 ? "▲" : "▼") : "";
      set(arrow, { class: "ct-arrow" + (way < 0 ? " ct-up" : " ct-down") });
      set(rect, { class: "ct-cell" + (n === chosen ? " ct-chosen" : "") });
    });
    units.forEach(([a, b], i) => { a.textContent = `h ${h[i].toFixed(2)}`; b.textContent = `δ ${num(delta_hid[i], 4)}`; });
    dial.update();
    set(dial.firstChild, { text: t("pick", { name: NAMES[chosen] }) });
    set(dial.lastChild, { text: NAMES[chosen] });
    set(dial.querySelector("input"), { "aria-valuetext": `${NAMES[chosen]} ${num(p[chosen], 4)}` });

    const vars = { name: NAMES[chosen], v: num(p[chosen], 4), g: num(gradient[chosen], 4), move: num(move[chosen], 4) };
    if (chosen < 36) Object.assign(vars, { i: 1 + ((chosen / 12) | 0), p: 1 + (chosen % 12), x: x[chosen % 12] });
    else if (chosen < 39) vars.i = chosen - 35;
    else if (chosen < 45) Object.assign(vars, { i: 1 + ((chosen - 39) % 3), x: num(h[(chosen - 39) % 3], 3) });
    const j = chosen < 45 ? ((chosen - 39) / 3) | 0 : chosen - 45, hidden = chosen < 39;
    vars.letter = "CT"[Math.max(0, j)];
    vars.d = num(hidden ? delta_hid[vars.i - 1] : delta_out[j], 4);
    const safe = (v) => (v < 0 ? `(${num(v)})` : num(v));
    if (hidden) Object.assign(vars, { v1: safe(p[38 + vars.i]), v2: safe(p[41 + vars.i]) });
    why.textContent = t("say." + (chosen < 36 ? "hid" : chosen < 39 ? "hidBias" : chosen < 45 ? "out" : "outBias"), vars) + " " + t("say.step", vars) + (hidden ? " " + t("say.from", vars) : "");
    const k = gradient.filter((v) => v).length, ink = x.filter((v) => v).length;
    w.say([t("say.state", { y1: y[0].toFixed(2), y2: y[1].toFixed(2), target: "CT"[get("target")], e: num(error, 4), after: num(after, 4) }),
      t((y[0] > y[1]) === !get("target") ? "say.right" : "say.wrong"),
      t(ink ? "say.move" : "say.none", { k, k1: gradient.slice(0, 12).filter((v) => v).length + (delta_hid[0] ? 1 : 0) })].join(" "));
    w.publish({ h, y, error, delta_hid, delta_out, gradient, move, after });
  }
  return w.start();
}
export default { render, words: WORDS };
