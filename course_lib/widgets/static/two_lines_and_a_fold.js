const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]], TARGET = [0, 1, 1, 0];
const UNITS = [["w11", "w12", "b1"], ["w21", "w22", "b2"], ["v1", "v2", "c"]];
const LOW = -0.6, HIGH = 1.6, ARM = 0.62;  // the picture; from a line's middle to its turning knob
const BOX = [[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]];
const pair = (p) => `(${p[0]}, ${p[1]})`;
const inside = (p) => p.map((v) => clamp(v, LOW + 0.1, HIGH - 0.1));
// rounded first: 0.3 − 0.1 − 0.2 is 0 for a reader
const fires = (z) => (Math.round(z * 1e9) >= 0 ? 1 : 0);
// The part of a polygon where a·x + b·y + c ≥ 0.
const clip = (shape, [a, b, c]) => shape.flatMap((p, i) => {
  const q = shape[(i + 1) % shape.length], [u, v] = [p, q].map((r) => a * r[0] + b * r[1] + c), part = u >= 0 ? [p] : [];
  if (u >= 0 !== v >= 0) part.push([0, 1].map((k) => p[k] + (u / (u - v)) * (q[k] - p[k])));
  return part;
});

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get, words } = w;
  const range = { x: [LOW, HIGH], y: [LOW, HIGH], size: 330 };
  const before = plane({ ...range, label: t("leftPlane") }), after = plane({ ...range, label: t("rightPlane") });
  const path = (on, shape) => (shape.length ? "M" + shape.map((p) => `${on.X(p[0])} ${on.Y(p[1])}`).join("L") + "Z" : "");
  const names = after.svg.querySelectorAll(".cl-axis text");
  const frame = w.uid + "f";
  before.svg.prepend(S("clipPath", { id: frame }, S("path", { d: path(before, BOX) })));
  const regions = [0, 1, 2, 3].map(() => S("path", { class: "tl-yes" })), half = S("path", { class: "tl-yes" });
  const ways = S("g", { class: "tl-ways" }), corners = [S("g"), S("g")], lines = [];
  before.marks.append(...regions);
  after.marks.append(half, ways);

  // A line with two knobs: one shifts it, one turns it round the middle of the picture.
  const lineOn = (on, n) => {
    const keys = UNITS[n], line = words.line[n];
    const pose = () => {
      const [a, b, c] = keys.map(get), m = Math.hypot(a, b), normal = m ? [a / m, b / m] : [1, 0];
      const d = m ? -(a / 2 + b / 2 + c) / m : 0, foot = normal.map((v) => 0.5 + d * v);
      return { m, d, normal, foot, tip: [foot[0] - ARM * normal[1], foot[1] + ARM * normal[0]] };
    };
    const give = (values) => w.change(Object.fromEntries(keys.map((k, i) => [k, values[i]])));
    const stroke = S("path", { class: "tl-stroke", "clip-path": `url(#${frame})` }), arrow = S("path", { class: "tl-arrow" });
    const shift = knob(on, {
      label: t("shift", { line }), range: [-3, 3],
      place: () => inside(pose().foot),
      moved: (x, y) => { const [a, b] = keys.map(get); give([a, b, -a * x - b * y]); },
      read: () => ({ now: get(keys[2]), text: t("shiftText", { b: num(get(keys[2])) }) }),
    });
    const angle = () => Math.round(Math.atan2(pose().normal[1], pose().normal[0]) * 180 / Math.PI);
    let far = 0;
    const turn = knob(on, {
      label: t("turn", { line }), range: [-180, 180],
      place: () => inside(pose().tip),
      moved: (x, y) => {
        // keeps the distance from the middle, and the larger weight, so that 45° gives (1, 1)
        let a = Math.atan2(y - 0.5, x - 0.5) - Math.atan2(ARM, far);
        const near = Math.round(a / (Math.PI / 4)) * Math.PI / 4;
        if (Math.abs(a - near) < 0.07) a = near;
        const [p, q] = [Math.cos(a), Math.sin(a)], m = Math.max(...keys.slice(0, 2).map((k) => Math.abs(get(k)))) || 1;
        const size = m / Math.max(Math.abs(p), Math.abs(q));
        give([size * p, size * q, -size * ((p + q) / 2 + far)]);
      },
      read: () => ({ now: angle(), text: t("turnText", { angle: num(angle()) }) }),
    });
    for (const e of ["pointerdown", "keydown"]) turn.addEventListener(e, () => (far = pose().d), true);
    shift.append(S("text", { y: 4.5, text: n < 2 ? n + 1 : "y" }));
    turn.append(S("text", { y: 5, text: "↻" }));
    on.marks.append(S("g", { class: "tl-" + n }, stroke, arrow));
    on.svg.append(S("g", { class: "tl-knobs tl-" + n }, shift, turn));
    lines.push(() => {
      const { m, normal, foot, tip } = pose(), [x, y] = inside(foot);
      const ends = [-3, 3].map((s) => foot.map((v, i) => v + (s * (tip[i] - v)) / ARM));
      const [px, py, ux, uy] = [on.X(x), on.Y(y), 36 * normal[0], -36 * normal[1]], [bx, by] = [-0.25 * ux, -0.25 * uy];
      set(stroke, { d: m ? path(on, ends) : "" });
      set(arrow, { d: m ? `M${px} ${py}l${ux} ${uy}m${bx + by / 2} ${by - bx / 2}L${px + ux} ${py + uy}l${bx - by / 2} ${by + bx / 2}` : "" });
      shift.update();
      turn.update();
    });
  };
  lineOn(before, 0);
  lineOn(before, 1);
  lineOn(after, 2);
  before.marks.append(corners[0]);
  after.marks.append(corners[1]);

  const titles = [H("p", { class: "tl-title", text: t("title.left") }), H("p", { class: "tl-title" })];
  const score = H("caption");
  const cells = ["h", "y", "t"].map((k) => [H("tr", {}, H("th", { scope: "row", text: t("table." + k) })), CORNERS.map(() => H("td"))]);
  cells.forEach(([tr, tds]) => tr.append(...tds));
  const table = H("table", { class: "tl-table" }, score,
    H("tr", {}, H("th", { scope: "row", text: t("table.x") }), ...CORNERS.map((c) => H("th", { scope: "col", text: c.join(" ") }))), ...cells.map(([tr]) => tr));
  const dials = ["w11", "w12", "w21", "w22", "v1", "v2"].map((k, i) => w.dial(k, words.weights[i], 0.1));

  let run = 0;
  const step = () => {
    const mine = ++run, from = get("morph"), to = from < 1 ? 1 : 0;
    play(1200, (u) => mine === run && w.change({ morph: from + (to - from) * u }));
  };
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, titles[0], before.svg), H("div", {}, titles[1], after.svg)),
    H("p", { class: "tl-legend", text: t("legend") }), H("div", { class: "cl-row" }, w.sentence, table), w.tools({ step, label: t("fold") }),
    w.more(H("div", { class: "tl-dials" }, ...dials), H("p", { text: t("note") })));

  // a corner's mark: circle for a wanted 1, square for a wanted 0, its name, ✗ if wrong
  const mark = (on, i, [x, y], bad, dx = 0) => S("g", { transform: `translate(${on.X(x) + dx} ${on.Y(y)})`, class: "tl-corner" },
    TARGET[i] ? S("circle", { r: 12, class: "tl-one" }) : S("rect", { x: -11.5, y: -11.5, width: 23, height: 23, class: "tl-zero" }),
    S("text", { y: 4, text: CORNERS[i].join("") }), ...(bad ? [S("text", { x: 0, y: -15, class: "tl-bad", text: "✗" })] : []));

  function draw() {
    const s = get("morph"), units = UNITS.map((keys) => keys.map(get)), [v1, v2, c] = units[2];
    const z_hidden = CORNERS.map(([x1, x2]) => units.slice(0, 2).map(([a, b, d]) => x1 * a + x2 * b + d));
    const h = z_hidden.map((row) => row.map(fires));
    const places = CORNERS.map((x, i) => x.map((v, k) => (1 - s) * v + s * h[i][k]));
    const z = places.map((p) => p[0] * v1 + p[1] * v2 + c), y = z.map(fires);
    const right = y.filter((v, i) => v === TARGET[i]).length;

    // where the output is 1: in each cell that the two lines cut out, a half-plane
    CORNERS.forEach((cell, i) => {
      const signed = (n) => units[n].map((v) => (cell[n] ? v : -v));
      const part = clip(clip(BOX, signed(0)), signed(1));
      set(regions[i], { d: path(before, clip(part, [(1 - s) * v1, (1 - s) * v2, s * (v1 * cell[0] + v2 * cell[1]) + c])) });
    });
    set(half, { d: path(after, clip(BOX, units[2])) });
    lines.forEach((f) => f());

    const spots = {};
    h.forEach((p, i) => (spots[p] ??= []).push(i));
    const side = (i) => { const all = spots[h[i]]; return 26 * s * (all.indexOf(i) - (all.length - 1) / 2); };
    ways.replaceChildren(
      ...CORNERS.map((x, i) => S("path", { d: `M${after.X(x[0])} ${after.Y(x[1])}L${after.X(places[i][0]) + side(i)} ${after.Y(places[i][1])}` })),
      ...(s === 1 ? Object.values(spots).filter((all) => all.length > 1).map((all) => S("rect", {
        x: after.X(h[all[0]][0]) - 13 * all.length - 5, y: after.Y(h[all[0]][1]) - 18, width: 26 * all.length + 10, height: 36, rx: 18 })) : []));
    corners[0].replaceChildren(...CORNERS.map((x, i) => mark(before, i, x, y[i] !== TARGET[i])));
    corners[1].replaceChildren(...places.map((p, i) => mark(after, i, p, y[i] !== TARGET[i], side(i))));

    const p = Math.round(100 * s);
    titles[1].textContent = t("title." + (s === 0 || s === 1 ? s : "way"), { p });
    names.forEach((node, k) => (node.textContent = s > 0 && s < 1 ? "" : (s ? "h" : "x") + "₁₂"[k]));
    score.textContent = t("score", { n: right });
    CORNERS.forEach((_, i) => {
      const ok = y[i] === TARGET[i];
      cells[0][1][i].textContent = h[i].join(" ");
      set(cells[1][1][i], { text: y[i] + (ok ? " ✓" : " ✗"), class: ok ? "tl-ok" : "tl-wrong" });
      cells[2][1][i].textContent = (TARGET[i] ? "● " : "■ ") + TARGET[i];
    });
    dials.forEach((d) => d.update());
    w.say(tell(s, h, right, CORNERS.filter((_, i) => y[i] !== TARGET[i])));
    w.publish({ z_hidden, h, places, z, y, right });
  }

  function tell(s, h, n, wrong) {
    const vars = { n, p: Math.round(100 * s), rows: wrong.map(pair).join(", "), to: h.map(pair).join(", ") };
    if (s < 1) return t("say." + (s > 0 ? "way" : n === 3 ? "best" : "flat"), vars);
    const same = (i, j) => String(h[i]) === String(h[j]);
    for (const one of [1, 2]) {
      for (const zero of [0, 3]) {
        if (same(one, zero)) return t("say.mixed", { one: pair(CORNERS[one]), zero: pair(CORNERS[zero]), place: pair(h[one]) });
      }
    }
    const met = [[1, 2], [0, 3]].filter(([i, j]) => same(i, j));
    if (!met.length) return t("say.cross");
    const meet = met.map(([i, j]) => t("say.meet", { a: pair(CORNERS[i]), b: pair(CORNERS[j]), place: pair(h[i]) })).join(" ");
    return t("say." + (n === 4 ? "solved" : "ready"), { ...vars, meet });
  }
  return w.start();
}
export default { render, words: WORDS };
