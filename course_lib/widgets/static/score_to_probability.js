const KEYS = ["s1", "s2", "s3"], EDGE = 5, WIDE = 330, TALL = 196, ROW = [32, 88, 144];

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const names = w.limits.target;

  // scores: a knob on a line for each, and an arrow for where descent would take it
  const X = (s) => 30 + ((s + EDGE) / (2 * EDGE)) * (WIDE - 46), Y = (y) => y;
  const left = S("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "group", "aria-label": t("scores") });
  const at = (event) => { const p = point(left, event); return [((p.x - 30) / (WIDE - 46)) * 2 * EDGE - EDGE, p.y]; };
  left.append(S("g", { class: "cl-grid" }, ...[-4, -2, 0, 2, 4].map((s) => S("g", {}, S("path", { d: `M${X(s)} 10V166` }), S("text", { x: X(s), y: 184, text: num(s) })))));
  const pushes = KEYS.map(() => S("path", { class: "sp-push" }));
  const knobs = KEYS.map((k, i) => {
    left.append(S("path", { d: `M${X(-EDGE)} ${ROW[i]}H${X(EDGE)}`, class: "sp-line" }), S("text", { x: 9, y: ROW[i] + 5, class: "sp-class", text: names[i] }));
    return knob({ X, Y, at }, {
      label: t("score", { name: names[i] }), range: w.limits[k],
      place: () => [get(k), ROW[i]],
      moved: (s) => w.change({ [k]: s }),
      read: () => ({ now: get(k), text: t("scoreText", { name: names[i], s: num(get(k)) }) }),
    });
  });
  left.append(...pushes, ...knobs);

  // probabilities: press a row to make it the target
  const P = (p) => 40 + p * (WIDE - 92);
  const right = S("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "group", "aria-label": t("probabilities") },
    S("g", { class: "cl-grid" }, ...[0, 0.5, 1].map((p) => S("g", {}, S("path", { d: `M${P(p)} 10V166` }), S("text", { x: P(p), y: 184, text: num(p) })))));
  const bars = KEYS.map((k, i) => {
    const frame = S("rect", { x: P(0), y: ROW[i] - 20, width: P(1) - P(0), height: 40, class: "sp-frame" });
    const fill = S("rect", { x: P(0), y: ROW[i] - 14, height: 28, class: "sp-bar" }), text = S("text", { y: ROW[i] + 5, class: "sp-p" });
    const mark = S("text", { x: 8, y: ROW[i] + 5, class: "sp-class" });
    const node = press(S("g", {}, frame, fill, text, mark), t("choose", { name: names[i] }), "pressed", () => w.change({ target: i }));
    right.append(node);
    return { node, frame, fill, text, mark };
  });

  const rows = KEYS.map(() => [0, 1, 2, 3].map(() => H("td")));
  const table = H("table", { class: "sp-table" }, H("thead", {}, H("tr", {}, H("td"), ...["z", "e", "p", "slope"].map((k) => H("th", { scope: "col", text: t("table." + k) })))),
    H("tbody", {}, ...KEYS.map((k, i) => H("tr", {}, H("th", { scope: "row", text: names[i] }), ...rows[i]))));
  const tools = w.tools({ step: () => { const { slopes } = numbers(); w.change(Object.fromEntries(KEYS.map((k, i) => [k, get(k) - slopes[i]]))); }, label: t("down") });
  const hundred = w.button(t("hundred"), () => w.change({ lift: get("lift") + 100 }));
  tools.insertBefore(hundred, tools.children[1]);
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, H("b", { text: t("scores") }), left), H("div", {}, H("b", { text: t("probabilities") }), right)), w.sentence, table, tools);

  function numbers() {
    const T = get("temperature"), target = get("target"), z = KEYS.map((k) => (get(k) + get("lift")) / T);
    const top = Math.max(...z), e = z.map((v) => Math.exp(v - top)), sum = e.reduce((a, b) => a + b, 0), p = e.map((v) => v / sum);
    return { z, p, loss: Math.log(sum) + top - z[target], slopes: p.map((v, i) => (v - (i === target ? 1 : 0)) / T) };
  }

  function draw() {
    const { z, p, loss, slopes } = numbers(), target = get("target"), lift = get("lift"), T = get("temperature");
    const plain = z.map(Math.exp), over = plain.some((v) => v === Infinity);
    KEYS.forEach((k, i) => {
      knobs[i].update();
      const from = X(get(k)), to = X(clamp(get(k) - slopes[i], -EDGE - 0.2, EDGE + 0.2)), head = to > from ? -6 : 6;
      set(pushes[i], { d: Math.abs(to - from) < 2 ? "" : `M${from} ${ROW[i] - 21}H${to}l${head} -4m${-head} 4l${head} 4` });
      const wide = P(p[i]) - P(0), right_ = i === target;
      set(bars[i].fill, { width: wide });
      bars[i].text.textContent = num(p[i], 3);
      set(bars[i].text, { x: P(p[i]) + 6 });
      bars[i].mark.textContent = names[i] + (right_ ? " ✓" : "");
      set(bars[i].node, { "aria-pressed": String(right_), "aria-label": t("choose", { name: names[i] }) + " " + num(p[i], 3) });
      set(bars[i].frame, { class: "sp-frame" + (right_ ? " sp-target" : "") });
      const shown = [num(get(k)) + (lift ? " + " + lift : ""), plain[i] === Infinity ? "∞" : plain[i] < 1e5 ? num(plain[i], 3) : plain[i].toExponential(1).replace("e+", "·10^"), num(p[i], 4), num(slopes[i], 4)];
      shown.forEach((text, c) => (rows[i][c].textContent = text));
    });
    hundred.disabled = lift >= w.limits.lift[1];
    const best = p.indexOf(Math.max(...p));
    const vars = { target: names[target], p: num(p[target], 3), loss: num(loss, 3), best: names[best], lift, T: num(T), up: num(-slopes[target], 3),
      down: [0, 1, 2].filter((i) => i !== target).map((i) => t("one", { name: names[i], by: num(slopes[i], 3) })).join(", ") };
    const says = [t("say.loss", vars), t(p[target] > 0.95 ? "say.content" : "say.push", vars)];
    if (T !== 1) says.push(t(T > 1 ? "say.hot" : "say.cold", vars));
    if (lift) says.push(t(over ? "say.over" : "say.lift", vars));
    w.say(says.join(" "));
    w.publish({ p, loss, slopes });
  }
  return w.start();
}
export default { render, words: WORDS };
