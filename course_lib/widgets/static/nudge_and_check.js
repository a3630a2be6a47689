const L = 30, R = 340, TOP = 14, LOW = 210;  // the frame of both pictures
// 3.4e-11, as a reader writes it
const sci = (v) => { if (!v) return "0"; const [m, p] = v.toExponential(1).split("e"); return `${m}e${p.replace("+", "")}`.replace(/-/g, "−"); };

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w, [low, high] = w.limits.power;

  const X = (u) => L + ((u + 1.5) / 3) * (R - L), Y = (v) => (TOP + LOW) / 2 - clamp(v, -1.9, 1.9) * 50;
  const curve = S("path", { class: "nc-curve" }), dots = S("g", { class: "nc-dots" }), slope = S("path", { class: "nc-true" }), chord = S("path", { class: "nc-chord" }), ends = S("g");
  const frame = () => S("path", { class: "nc-frame", d: `M${L} ${TOP}V${LOW}H${R}` });
  const near = S("svg", { viewBox: "0 0 352 250", role: "img", "aria-label": t("near") }, frame(),
    ...[-1, 0, 1].map((u) => S("text", { x: X(u), y: LOW + 16, class: "nc-tick", text: u ? (u < 0 ? "−ε" : "+ε") : "0" })),
    S("text", { x: (L + R) / 2, y: 244, class: "nc-tick", text: t("axis.near") }), slope, curve, dots, chord, ends);
  const legend = H("p", { class: "nc-legend" }, ...[["●", "curve"], ["╌", "true"], ["━", "chord"]].map(([m, k]) => H("span", {}, H("b", { class: "nc-key-" + k, text: m }), " " + t("legend." + k))));

  const PX = (p) => L + 14 + ((p - low) / (high - low)) * (R - L - 28), PY = (v) => TOP + 6 + (-Math.log10(clamp(v, 1e-13, 1)) / 13) * (LOW - TOP - 12);
  const trail = S("path", { class: "nc-chord" }), marks = S("g");
  const vee = S("svg", { viewBox: "0 0 352 250", role: "group", "aria-label": t("vee") }, frame(),
    ...[0, -4, -8, -12].map((p) => S("text", { x: L - 2, y: PY(10 ** p) + 4, class: "nc-tick nc-left", text: "1e" + num(p) })),
    ...[-12, -9, -6, -3, 0].map((p) => S("text", { x: PX(p), y: LOW + 16, class: "nc-tick", text: "1e" + num(p) })),
    S("text", { x: (L + R) / 2, y: 244, class: "nc-tick", text: t("axis.eps") }), S("text", { x: L + 6, y: 12, class: "nc-name", text: t("axis.wrong") }), trail, marks);
  const points = Array.from({ length: high - low + 1 }, (_, k) => {
    const node = press(S("g", {}, S("circle", { r: 14, class: "nc-hit" }), S("rect", { x: -5, y: -5, width: 10, height: 10, class: "nc-mark" })), "", "pressed", () => w.change({ power: low + k }));
    node.addEventListener("keydown", (e) => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key];
      if (!way) return;
      e.preventDefault();
      e.stopPropagation();
      w.change({ power: get("power") + way * (e.shiftKey ? 10 : 1) });
    });
    return node;
  });
  vee.append(...points);
  const cells = w.words.rows.map(() => H("td")), table = H("table", { class: "nc-table" }, ...cells.map((c, i) => H("tr", {}, H("th", { scope: "row", text: w.words.rows[i] }), c)));
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, near, legend), vee), table, w.sentence,
    w.tools({ step: () => w.change({ power: get("power") > low ? get("power") - 1 : high }), label: t("smaller") }));

  function draw() {
    const data = get("data"), i = get("weight"), j = get("way"), power = get("power"), k = power - low;
    const exact = data.slope[i], nudged = data.nudged[i][j][k], all = data.wrong[i][j], wrong = all[k], ys = data.curve[i][j][k];
    const us = ys.map((_, n) => -1.5 + (3 * n) / (ys.length - 1)), value = (u) => ys[Math.round(((u + 1.5) / 3) * (ys.length - 1))];
    set(curve, { d: "M" + us.map((u, n) => `${X(u)} ${Y(ys[n])}`).join("L") });
    dots.replaceChildren(...us.map((u, n) => S("circle", { cx: X(u), cy: Y(ys[n]), r: 2.5 })));
    const s = Math.sign(exact);
    set(slope, { d: `M${X(-1.5)} ${Y(-1.5 * s)}L${X(1.5)} ${Y(1.5 * s)}` });
    const from = j === 1 ? 0 : -1;
    set(chord, { d: `M${X(from)} ${Y(value(from))}L${X(1)} ${Y(value(1))}` });
    ends.replaceChildren(...[from, 1].map((u) => S("circle", { cx: X(u), cy: Y(value(u)), r: 6, class: "nc-end" })));
    set(trail, { d: "M" + all.map((v, n) => `${PX(low + n)} ${PY(v)}`).join("L") });
    points.forEach((node, n) => set(node, { transform: `translate(${PX(low + n)} ${PY(all[n])})`, class: "cl-press" + (n === k ? " nc-here" : ""), "aria-pressed": String(n === k), "aria-label": t("at", { p: num(low + n), e: sci(all[n]) }) }));
    ["1e" + num(power), num(exact, 12), num(nudged, 12), sci(wrong)].forEach((text, n) => (cells[n].textContent = text));
    const best = all.indexOf(Math.min(...all)), vars = { e: sci(wrong), p: num(low + best) };
    w.say(t("say." + (!nudged ? "dead" : Math.abs(k - best) <= 1 ? "good" : k > best ? "bend" : "noise"), vars) + " " + t("say.best", vars));
    w.publish({ exact, nudged, wrong, all });
  }
  return w.start();
}
export default { render, words: WORDS };
