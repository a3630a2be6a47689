const EDGE = 3;

// The perceptron rule from zeros, `steps` examples long; it stops after a pass without a mistake.
// at: when each correction came; now: the last example and what was done about it.
const learn = (rows, order, eta, steps) => {
  const n = rows.length, h = { example: [], error: [], w: [[0, 0]], b: [0], per_pass: [0], at: [], shown: 0, done: 0 };
  let w = [0, 0], b = 0;
  while (h.shown < steps && !h.done) {
    if (h.shown && h.shown % n === 0) h.per_pass.push(0);
    const i = order[h.shown % n], [x1, x2, target] = rows[i];
    const z = x1 * w[0] + x2 * w[1] + b, y = z >= 0 ? 1 : 0, error = target - y;
    h.now = { i, z, y, error, w, b };
    if (error) {
      w = [w[0] + eta * error * x1, w[1] + eta * error * x2];
      b = b + eta * error;
      h.example.push(i); h.error.push(error); h.w.push(w); h.b.push(b); h.at.push(h.shown);
      h.per_pass[h.per_pass.length - 1]++;
    }
    h.shown++;
    if (h.shown % n === 0 && !h.per_pass[h.per_pass.length - 1]) h.done = 1;
  }
  return h;
};

// The widest margin in the space of (x, 1): the shortest vector to the hull of the signed points
// is set by one, two or three of them, so all those are tried.  null: no line parts the points.
const widest = (rows) => {
  const a = rows.map(([x, y, t]) => (t ? [x, y, 1] : [-x, -y, -1]));
  const dot = (p, q) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2], minus = (p, q) => p.map((v, k) => v - q[k]);
  let best = 0;
  const attempt = (p) => {
    const margin = Math.min(...a.map((q) => dot(p, q))) / Math.sqrt(dot(p, p));
    if (margin > best) best = margin;
  };
  a.forEach((p, i) => {
    attempt(p);
    a.slice(0, i).forEach((q, j) => {
      const d = minus(q, p), s = -dot(p, d) / dot(d, d);
      attempt(p.map((v, k) => v + s * d[k]));
      a.slice(0, j).forEach((r) => {
        const e = minus(r, p), c = [0, 1, 2].map((k) => d[(k + 1) % 3] * e[(k + 2) % 3] - d[(k + 2) % 3] * e[(k + 1) % 3]);
        attempt(c);
        attempt(c.map((v) => -v));
      });
    });
  });
  return best > 1e-9 ? best : null;
};

const pair = ([x, y]) => `(${num(x)}, ${num(y)})`;

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const { orders, flipped } = get("data"), last = w.limits.steps[1], most = w.limits.points[3];
  const on = plane({ x: [-EDGE, EDGE], y: [-EDGE, EDGE], label: t("plane") });
  const left = on.X(-EDGE), top = on.Y(EDGE), side = on.X(EDGE) - left;
  let picked = 0;

  // a link may hold anything: rows that are no points are left out
  const points = () => {
    const good = get("points").filter((row) => row.length === 3);
    return (good.length ? good : model.get("initial").points).map(([x, y, label]) => [x, y, label >= 0.5 ? 1 : 0]);
  };
  const labelled = () => points().map(([x, y, label], i) => [x, y, get("flip") && i === flipped ? 1 - label : label]);
  const order = (n) => orders[get("order")].filter((i) => i < n);
  const edit = (rows) => {
    const next = fit(rows, w.limits.points);
    if (JSON.stringify(next) !== JSON.stringify(points())) w.change({ points: next, steps: 0 });
  };
  const put_ = (i, ...row) => edit(points().map((old, k) => (k === i ? row : old)));
  const turnOver = (i) => { const [x, y, label] = points()[i]; put_(i, x, y, 1 - label); };
  const remove = (i) => { if (points().length > 1) edit(points().filter((_, k) => k !== i)); };
  const add = (row) => { picked = points().length; if (picked < most) edit([...points(), row]); };
  // a new point without a pointer: a free place on the x₁ axis
  const free = () => [0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 2.5].find((x) => !points().some(([p, q]) => p === x && !q));

  // the picture
  const fresh = S("g", {}, S("path", { d: "M0-999V999H1998V-999", class: "ms-zone" }), S("path", { d: "M0-999V999", class: "ms-cut" }));
  const old = S("path", { d: "M0-999V999", class: "ms-cut ms-old" });
  const flood = S("rect", { x: left, y: top, width: side, height: side, class: "ms-zone" });
  const frame = S("svg", { x: left, y: top, width: side, height: side, viewBox: `${left} ${top} ${side} ${side}`, style: `width:${side}px;height:${side}px;overflow:hidden` }, fresh, old, flood);
  const arrows = [["ms-arrow ms-old"], ["ms-arrow ms-add", "ms-name ms-plus"], ["ms-arrow", "ms-name"]]
    .map(([line, name]) => [S("path", { class: line }), S("text", { class: name || "" })]);
  const rings = ["ms-ring", "ms-ring ms-next"].map((c) => S("circle", { r: 16, class: c }));
  on.marks.append(frame, ...rings);
  const knobs = Array.from({ length: most }, (_, i) => {
    const node = knob(on, {
      label: "", step: w.limits.points[2], range: [-EDGE, EDGE],
      place: () => points()[i],
      moved: (x, y) => put_(i, x, y, points()[i][2]),
      read: () => ({ now: points()[i][0], text: pair(points()[i]) }),
    });
    const shapes = [S("rect", { x: -9, y: -9, width: 18, height: 18, class: "ms-zero" }), S("circle", { r: 10, class: "ms-one" })];
    const cross = S("text", { x: 15, y: -7, class: "ms-bad", text: "✗" });
    node.append(...shapes, S("text", { y: 4, class: "ms-number", text: i + 1 }), cross);
    node.classList.add("ms-point");
    node.addEventListener("focus", () => { picked = i; draw(); });
    node.addEventListener("keydown", (e) => {
      if (e.key === " " || e.key === "Enter") turnOver(i);
      else if (e.key === "Delete" || e.key === "Backspace") remove(i);
      else return;
      e.preventDefault();
    });
    return { node, shapes, cross };
  });
  on.svg.append(...knobs.map((k) => k.node), S("g", { "pointer-events": "none" }, ...arrows.flat()));
  on.svg.addEventListener("click", (e) => {
    const [x, y] = on.at(e);
    if (more.open && !e.target.closest(".cl-knob") && Math.max(Math.abs(x), Math.abs(y)) <= EDGE) add([x, y, points()[picked]?.[2] ?? 1]);
  });
  const legend = H("p", { class: "ms-legend" }, ...[["●", "one"], ["■", "zero"], ["✗", "wrong"], ["▒", "zone"], ["╌", "old"], ["○", "last"], ["◌", "next"]].map(([mark, k]) =>
    H("span", {}, H("b", { class: "ms-key-" + k, text: mark }), " " + t("legend." + k))));

  // the numbers
  const sequence = H("p", { class: "ms-order" }), cells = w.words.rows.map(() => H("td"));
  const table = H("table", { class: "ms-table" }, H("tbody", {}, ...cells.map((cell, i) => H("tr", {}, H("th", { scope: "row", text: w.words.rows[i] }), cell))));
  const count = H("span"), bar = H("meter"), passes = H("p");

  const full = () => { const rows = labelled(); return learn(rows, order(rows.length), get("eta"), last); };
  const go = (steps) => w.change({ steps: Math.min(steps, full().shown) });
  const here = () => Math.min(get("steps"), full().shown);
  const tools = w.tools({ step: () => go(here() + 1) });
  tools.firstChild.after(
    w.button(t("stop"), () => go((full().at.find((s) => s >= here()) ?? last) + 1)),
    w.button(t("run"), () => { const n = points().length; go((Math.floor(here() / n) + 10) * n); }));

  const wrong = H("input", { type: "checkbox", onchange: () => w.change({ flip: wrong.checked ? 1 : 0, steps: 0 }) });
  const adds = [1, 0].map((kind) => w.button(t("add", { kind: kind ? "●" : "■" }), () => add([free() ?? 0, 0, kind])));
  const change = w.button("", () => turnOver(picked)), drop = w.button("", () => remove(picked));
  const more = w.more(H("label", { class: "ms-flip" }, wrong, t("flip", { i: flipped + 1 })),
    H("p", { text: t("edit") }), H("div", { class: "cl-tools" }, ...adds, change, drop));

  // the style sheet keeps room for a long sentence: what is below must not jump at each step
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, on.svg, legend),
    H("div", {}, tools, w.sentence, table, sequence, H("label", {}, count, bar), passes)), more);

  // an arrow from p to q, both in units of the plane
  const draws = ([line, name], p, q, text) => {
    const [x, y] = [on.X(p[0]), on.Y(p[1])], [u, v] = [on.X(q[0]), on.Y(q[1])], a = Math.atan2(v - y, u - x);
    const barb = (turn) => `M${u} ${v}l${-10 * Math.cos(a + turn)} ${-10 * Math.sin(a + turn)}`;
    set(line, { d: Math.hypot(u - x, v - y) < 1 ? "" : `M${x} ${y}L${u} ${v}${barb(0.5)}${barb(-0.5)}` });
    if (text[0] === "w") set(name, { x: u + 13 * Math.cos(a), y: v + 13 * Math.sin(a) + 5, text });
    else set(name, { x: (x + u) / 2 + 16 * Math.sin(a), y: (y + v) / 2 - 16 * Math.cos(a) + 5, text });
  };

  function draw() {
    const rows = labelled(), n = rows.length, seq = order(n), eta = get("eta");
    const h = learn(rows, seq, eta, get("steps")), { now } = h, moved = now?.error, k = h.error.length;
    const v = h.w[k], b = h.b[k], answers = rows.map(([x, y]) => (x * v[0] + y * v[1] + b >= 0 ? 1 : 0));
    const follows = h.done ? -1 : seq[h.shown % n];
    picked = Math.min(picked, n - 1);

    const show = (node, yes) => set(node, { visibility: yes ? "visible" : "hidden" });
    const lay = (node, [p, q], bias) => {
      const length = Math.hypot(p, q), s = clamp(-bias / length, -9, 9);
      show(node, length);
      if (length) set(node, { transform: `translate(${on.X((s * p) / length)} ${on.Y((s * q) / length)}) rotate(${(-Math.atan2(q, p) * 180) / Math.PI})` });
    };
    lay(fresh, v, b);
    show(flood, !v[0] && !v[1] && b >= 0);
    if (moved) lay(old, now.w, now.b); else show(old, false);
    // long arrows are halved until they fit, and their names say so
    const longest = Math.max(...[v, now?.w ?? v].flat().map(Math.abs));
    const shrink = 2 ** Math.max(0, Math.ceil(Math.log2(longest / 2.9))), tiny = ([x, y]) => [x / shrink, y / shrink];
    const part = shrink > 1 ? "/" + shrink : "", before = moved ? tiny(now.w) : [0, 0], after = tiny(v);
    draws(arrows[0], [0, 0], before, "");
    draws(arrows[1], moved ? before : after, after, moved ? (moved > 0 ? "+ηx" : "−ηx") + part : "");
    draws(arrows[2], [0, 0], after, v[0] || v[1] ? "w" + part : "");
    [now?.i ?? -1, follows].forEach((i, r) => {
      show(rings[r], i >= 0);
      if (i >= 0) set(rings[r], { cx: on.X(rows[i][0]), cy: on.Y(rows[i][1]) });
    });
    knobs.forEach(({ node, shapes, cross }, i) => {
      set(node, { display: i < n ? "inline" : "none" });
      if (i >= n) return;
      shapes.forEach((shape, kind) => set(shape, { display: rows[i][2] === kind ? "inline" : "none" }));
      show(cross, answers[i] !== rows[i][2]);
      set(node, { "aria-label": t("point", { i: i + 1, kind: t(rows[i][2] ? "one" : "zero") }) });
      node.update();
    });

    const mark = (i) => `${i + 1} ${rows[i][2] ? "●" : "■"}`;
    const shown = now ? [`${mark(now.i)}  ${pair(rows[now.i])}`, num(now.z, 4), `y = ${now.y}, t = ${rows[now.i][2]}`, num(now.error)] : ["–", "–", "–", "–"];
    shown.push((moved ? pair(now.w) + " → " : "") + pair(v), (moved ? num(now.b) + " → " : "") + num(b));
    shown.forEach((text, i) => set(cells[i], { text, class: moved && i > 2 ? "ms-hot" : "" }));
    sequence.replaceChildren(t("sequence") + " ", ...seq.flatMap((i) => [H(i === follows ? "b" : "span", { text: mark(i) }), "  "]));
    const R = Math.sqrt(Math.max(...rows.map(([x, y]) => x * x + y * y)) + 1), gamma = widest(rows);
    const bound = gamma === null ? null : (R / gamma) ** 2;
    count.textContent = t(bound === null ? "unbound" : "made", { k, bound: num(bound ?? 0, 1) });
    set(bar, { hidden: bound === null, max: bound ?? 1, value: k });
    passes.textContent = `${t("passes")} ${h.per_pass.slice(-15).join("  ")}`;
    wrong.checked = !!get("flip");
    change.textContent = t("switch", { i: picked + 1 });
    drop.textContent = t("remove", { i: picked + 1 });
    adds.forEach((button) => (button.disabled = n >= most));
    drop.disabled = n < 2;

    const says = [];
    if (!now) says.push(t("say.start"));
    else {
      const [x, y, target] = rows[now.i], ok = answers[now.i] === target;
      const vars = { i: mark(now.i), z: num(now.z, 4) + (moved && !now.z ? t("say.fires") : ""), after: num(x * v[0] + y * v[1] + b, 4) };
      says.push(t("say." + (!moved ? "same" : !x && !y ? "origin" : moved > 0 ? "up" : "down"), vars));
      if (moved) says.push(t(ok ? "say.good" : "say.bad", vars));
    }
    if (h.done) says.push(t("say.done", { k, most: Math.floor(bound) }));
    else if (now) says.push(t("say.next", { j: mark(follows), side: t("say.side." + (answers[follows] === rows[follows][2])) }));
    if (bound === null) says.push(t("say.never"));
    if (h.shown === last && !h.done) says.push(t("say.limit"));
    w.say(says.join(" "));
    const { at, now: _, ...numbers } = h;
    w.publish({ ...numbers, radius: R, gamma, bound });
  }
  return w.start();
}
export default { render, words: WORDS };
