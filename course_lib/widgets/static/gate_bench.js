const ROWS = [[0, 0], [0, 1], [1, 0], [1, 1]];
const MIDDLE = 170, UNIT = 36, TOP = 40, FLOOR = 162;  // the number line: picture units

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const toggle = (k) => () => w.change({ [k]: 1 - get(k) });

  // the unit
  const wires = [50, 120].map((y) => S("path", { d: `M62 ${y}L148 85`, fill: "none", stroke: "currentColor" }));
  const weights = [[104, 52], [104, 130]].map(([x, y]) => S("text", { x, y, "text-anchor": "middle" }));
  const values = [55, 125].map((y) => S("text", { x: 40, y, "text-anchor": "middle" }));
  const switches = ["x1", "x2"].map((k, i) =>
    press(S("g", {}, S("rect", { x: 18, y: 28 + 70 * i, width: 44, height: 44, rx: 8, class: "gb-box" }), values[i]), k, "checked", toggle(k)));
  const names = [22, 158].map((y, i) => S("text", { x: 40, y, "text-anchor": "middle", text: ["x₁", "x₂"][i] }));
  const compare = S("text", { x: 182, y: 90, "text-anchor": "middle" });
  const rays = S("path", { class: "gb-rays", d: "M290 42v-14M290 128v14M333 85h14M320 55l10-10M320 115l10 10M260 55l-10-10M260 115l-10 10" });
  const lamp = S("circle", { cx: 290, cy: 85, r: 30, class: "gb-lamp cl-soft" });
  const out = S("text", { x: 290, y: 91, "text-anchor": "middle", class: "gb-out" });
  const unit = S("svg", { viewBox: "0 0 352 165", role: "group", "aria-label": t("unit") },
    ...wires, ...weights, ...names, ...switches,
    S("path", { d: "M217 85H258", stroke: "currentColor", "stroke-width": 2 }),
    S("circle", { cx: 182, cy: 85, r: 35, class: "gb-body" }), compare, rays, lamp, out);

  // the number line
  const X = (s) => MIDDLE + s * UNIT;
  const zone = S("rect", { y: TOP, height: FLOOR - TOP, class: "gb-zone" });
  const cut = S("path", { class: "gb-cut" });
  const head = S("text", { y: 16 });
  const fires = S("text", { x: 332, y: 58, "text-anchor": "end", text: t("fires") + " →" });
  const silent = S("text", { x: 8, y: 58, text: "← " + t("silent") });
  const dots = S("g");
  const ticks = S("g", { class: "cl-grid" }, S("path", { d: `M4 ${FLOOR}H336` }));
  for (let s = -4; s <= 4; s++) ticks.append(S("path", { d: `M${X(s)} ${FLOOR}v6` }), S("text", { x: X(s), y: FLOOR + 20, text: num(s) }));
  const line = S("svg", { viewBox: "0 0 340 202", role: "group", "aria-label": t("line") },
    zone, silent, fires, ticks, S("text", { x: MIDDLE, y: 198, "text-anchor": "middle", text: t("sum") }), head, cut, dots);
  const grip = knob({ X, Y: () => TOP, at: (e) => [(point(line, e).x - MIDDLE) / UNIT, 0] }, {
    label: t("knob"), step: 0.5, range: [-4, 4],
    place: () => [get("theta"), 0],
    moved: (s) => w.change({ theta: s }),
    read: () => ({ now: get("theta"), text: t("knobText", { theta: num(get("theta")), b: num(-get("theta")) }) }),
  });
  line.append(grip);
  const legend = H("p", { class: "gb-legend" }, ...[["●", "one"], ["■", "zero"], ["✗", "wrong"]].map(([mark, k]) =>
    H("span", {}, H("b", { class: "gb-key-" + k, text: mark }), " " + t("legend." + k))));

  // the table
  const rows = ROWS.map(([a, b], i) => {
    const choose = w.button(`${a} ${b}`, () => w.change({ x1: a, x2: b }));
    set(choose, { "aria-label": t("choose", { row: `${a} ${b}` }) });
    const bulb = H("span", { class: "gb-bulb" }), cells = [0, 1, 2].map(() => H("td"));
    return { choose, bulb, cells, tr: H("tr", {}, H("td", {}, choose), cells[0], H("td", {}, bulb), cells[1], cells[2]) };
  });
  const caption = H("caption");
  const table = H("table", { class: "gb-table" }, caption,
    H("thead", {}, H("tr", {}, ...["row", "sum", "out", "target", "ok"].map((k) => H("th", { scope: "col", text: t("table." + k) })))),
    H("tbody", {}, ...rows.map((r) => r.tr)));

  const step = () => {
    const [a, b] = ROWS[(2 * get("x1") + get("x2") + 1) % 4];
    w.change({ x1: a, x2: b });
  };
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, unit, line, legend), table),
    w.sentence, w.tools({ step, label: t("next") }));

  function draw() {
    const [w1, w2, theta] = ["w1", "w2", "theta"].map(get);
    const here = 2 * get("x1") + get("x2"), gate = w.limits.gate[get("gate")], target = get("data").targets[get("gate")];
    const sums = ROWS.map(([a, b]) => w1 * a + w2 * b), z = sums.map((s) => s - theta), y = z.map((v) => (v >= 0 ? 1 : 0));
    const wrong = ROWS.filter((_, i) => y[i] !== target[i]), lit = 4 - wrong.length;

    [[w1, get("x1")], [w2, get("x2")]].forEach(([weight, x], i) => {
      set(wires[i], { "stroke-width": weight ? 1 + 2.5 * Math.abs(weight) : 1, "stroke-dasharray": weight < 0 ? "7 5" : weight ? "none" : "1 6", class: x ? "gb-live" : "" });
      weights[i].textContent = (i ? "w₂ = " : "w₁ = ") + num(weight);
      values[i].textContent = x;
      set(switches[i], { "aria-checked": String(!!x), "aria-label": t("input", { name: names[i].textContent, value: x }), class: "cl-press" + (x ? " gb-on" : "") });
    });
    compare.textContent = `${num(sums[here])} ${y[here] ? "≥" : "<"} ${num(theta)}`;
    set(lamp, { class: "gb-lamp cl-soft" + (y[here] ? " gb-lit" : "") });
    set(rays, { opacity: y[here] });
    set(out, { text: y[here], class: "gb-out" + (y[here] ? " gb-lit" : "") });

    set(zone, { x: X(theta), width: Math.max(0, 336 - X(theta)) });
    set(cut, { d: `M${X(theta)} ${TOP}V${FLOOR}` });
    set(head, { x: clamp(X(theta), 76, 264), "text-anchor": "middle", text: t("theta", { theta: num(theta), b: num(-theta) }) });
    const seen = {};
    dots.replaceChildren(...sums.map((s, i) => {
      const n = (seen[s] = (seen[s] ?? -1) + 1), cx = X(s), cy = FLOOR - 14 - 25 * n, bad = y[i] !== target[i];
      const shape = target[i] ? S("circle", { cx, cy, r: 11.5 }) : S("rect", { x: cx - 11, y: cy - 11, width: 22, height: 22 });
      set(shape, { class: (target[i] ? "gb-one" : "gb-zero") + (i === here ? " gb-here" : "") });
      return S("g", {}, shape, S("text", { x: cx, y: cy + 4, class: "gb-label", text: ROWS[i].join("") }),
        ...(bad ? [S("circle", { cx: cx + 10, cy: cy - 10, r: 7, class: "gb-badge" }), S("text", { x: cx + 10, y: cy - 6, class: "gb-bad", text: "✗" })] : []));
    }));
    grip.update();

    rows.forEach(({ choose, bulb, cells, tr }, i) => {
      const ok = y[i] === target[i];
      [num(sums[i]), (target[i] ? "● " : "■ ") + target[i], t("ok." + ok)].forEach((text, c) => (cells[c].textContent = text));
      set(bulb, { text: y[i], class: "gb-bulb" + (y[i] ? " gb-lit" : "") });
      set(tr, { class: (i === here ? "gb-here " : "") + (ok ? "gb-right" : "gb-wrong") });
      set(choose, { "aria-pressed": String(i === here) });
    });
    caption.textContent = t("table.caption", { gate, lit });

    const vars = { x1: get("x1"), x2: get("x2"), s: num(sums[here]), theta: num(theta), gate, lit, rows: wrong.map((r) => r.join("")).join(", ") };
    w.say(t(y[here] ? "say.fires" : "say.silent", vars) + " " + t("say." + (lit === 4 ? "all" : lit === 3 ? "three" : "some"), vars));
    w.publish({ sums, z, y, target, lit });
  }
  return w.start();
}
export default { render, words: WORDS };
