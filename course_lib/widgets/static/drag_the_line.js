const EDGE = 3, ORBIT = 2.5;  // the plane's half width; how far out the turning handle goes round

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const { x: xs, t: ts, widest } = get("data");
  const on = plane({ x: [-EDGE, EDGE], y: [-EDGE, EDGE], label: t("plane") });
  const left = on.X(-EDGE), top = on.Y(EDGE), side = on.X(EDGE) - left;

  // Unit vectors along w (n) and along the line (u), and the foot of the line below the origin.
  const line = () => {
    const [w1, w2, b] = ["w1", "w2", "b"].map(get), length = Math.hypot(w1, w2);
    const n = length ? [w1 / length, w2 / length] : [1, 0], u = [n[1], -n[0]];
    // far outside, the handles wait at the edge
    const s = length ? clamp(-b / length, -2 * EDGE, 2 * EDGE) : 0;
    const reach = Math.sqrt(Math.max(ORBIT ** 2 - s ** 2, 0.8));
    return { w1, w2, b, length, n, u, s, reach, foot: [s * n[0], s * n[1]] };
  };
  const inside = ([x, y]) => [clamp(x, -EDGE, EDGE), clamp(y, -EDGE, EDGE)];

  // What the line's half-plane shows: drawn once, then only moved and turned.
  const half = S("g", {}, S("rect", { x: 0, y: -999, width: 1998, height: 1998, class: "dl-zone" }), S("path", { d: "M0-999V999", class: "dl-cut" }));
  const flood = S("rect", { x: left, y: top, width: side, height: side, class: "dl-zone" });
  const window_ = S("svg", { x: left, y: top, width: side, height: side, viewBox: `${left} ${top} ${side} ${side}`, style: `width:${side}px;height:${side}px;overflow:hidden` }, half, flood);
  const down = S("path", { class: "dl-foot" }), gap = S("path", { class: "dl-gap" });
  const arrow = S("path", { class: "dl-arrow" }), name = S("text", { class: "dl-name", text: "w" });
  const crosses = S("g");
  on.marks.append(window_, down, gap, ...xs.map(([x, y], i) => ts[i]
    ? S("circle", { cx: on.X(x), cy: on.Y(y), r: 7, class: "dl-one" })
    : S("rect", { x: on.X(x) - 6, y: on.Y(y) - 6, width: 12, height: 12, class: "dl-zero" })), crosses, arrow, name);

  const shift = knob(on, {
    label: t("shift"), range: w.limits.b,
    place: () => inside(line().foot),
    moved: (x, y) => {
      const { w1, w2 } = line();
      w.change({ b: -(w1 * x + w2 * y) });
    },
    read: () => ({ now: get("b"), text: t("shiftText", { b: num(get("b")), d: num(Math.abs(line().s)) }) }),
  });
  // Turning keeps |w|, although w1 and w2 are rounded: the length is that of the gesture's start.
  let kept = {};
  const turn = knob(on, {
    label: t("turn"), range: [-180, 180],
    place: () => { const { foot, u, reach } = line(); return inside([0, 1].map((k) => foot[k] + reach * u[k])); },
    moved: (x, y) => {
      const { w1, w2, length, s, reach } = line();
      const size = kept.w1 === w1 && kept.w2 === w2 ? kept.length : length < 0.1 ? 1 : length;
      // the handle stands at (s, −reach) seen along n and u
      const angle = Math.atan2(y, x) + Math.atan2(reach, s);
      w.change({ w1: size * Math.cos(angle), w2: size * Math.sin(angle) });
      kept = { w1: get("w1"), w2: get("w2"), length: size };
    },
    read: () => {
      const { w1, w2 } = line(), angle = (Math.atan2(w2, w1) * 180) / Math.PI;
      return { now: num(angle, 0).replace("−", "-"), text: t("turnText", { angle: num(angle, 0), w1: num(w1), w2: num(w2) }) };
    },
  });
  shift.append(S("path", { class: "dl-sign", d: "M-5 0H5M-5 0l3-3M-5 0l3 3M5 0l-3-3M5 0l-3 3" }));
  turn.append(S("path", { class: "dl-sign", d: "M-4 2A4.5 4.5 0 1 1 2 4M2 4l4-1M2 4l1-4" }));
  on.svg.append(shift, turn);

  const legend = H("p", { class: "dl-legend" }, ...[["●", "one"], ["■", "zero"], ["✗", "wrong"], ["", "zone"], ["┃", "gap"], ["↔", "shift"], ["↻", "turn"]].map(([mark, k]) =>
    H("span", {}, H("b", { class: "dl-key-" + k, text: mark }), " " + t("legend." + k))));

  // the numbers beside the picture
  const equation = H("p", { class: "dl-eq" });
  const scales = [2, 10].map((k) => w.button(t("scale", { k }), () => w.change({ w1: k * get("w1"), w2: k * get("w2"), b: k * get("b") })));
  const note = H("p", { class: "dl-note" });
  const cells = {};
  const group = (title, ...keys) => H("tbody", {}, H("tr", {}, H("th", { scope: "rowgroup", colspan: 2, text: t("table." + title) })),
    ...keys.map((k) => H("tr", {}, H("th", { scope: "row", text: t("table." + k) }), (cells[k] = H("td")))));
  const table = H("table", {}, group("line", "right", "angle", "distance", "margin"), group("numbers", "length", "near"));
  const sums = xs.map(([x, y], i) => {
    const row = [0, 1, 2].map(() => H("td"));
    return { row, tr: H("tr", {}, H("th", { scope: "row", text: `(${num(x)}, ${num(y)})` }), ...row, H("td", { text: ts[i] ? "● 1" : "■ 0" })) };
  });
  const all = H("table", {}, H("caption", { text: t("sums.caption") }),
    H("thead", {}, H("tr", {}, ...["x", "z", "d", "y", "t"].map((k) => H("th", { scope: "col", text: t("sums." + k) })))),
    H("tbody", {}, ...sums.map((s) => s.tr)));

  // the style sheet keeps room for a long sentence: what is below must not jump in a drag
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, on.svg, legend),
    H("div", {}, equation, H("div", { class: "cl-tools" }, ...scales), note, w.sentence, table)), w.tools(), w.more(all));

  function draw() {
    const { w1, w2, b, length, n, s, foot } = line();
    const z = xs.map(([x, y]) => x * w1 + y * w2 + b), y = z.map((v) => (v >= 0 ? 1 : 0));
    const right = y.filter((v, i) => v === ts[i]).length, count = xs.length;
    const away = z.map((v, i) => (ts[i] ? v : -v)), near = away.indexOf(Math.min(...away));
    const margin = length ? away[near] / length : null;
    const angle = length ? (Math.atan2(w2, w1) * 180) / Math.PI : null;
    const distance = length ? Math.abs(b) / length : null;
    const show = (node, yes) => set(node, { visibility: yes ? "visible" : "hidden" });

    show(half, length); show(flood, !length && b >= 0);
    set(half, { transform: `translate(${on.X(foot[0])} ${on.Y(foot[1])}) rotate(${-(angle ?? 0)})` });
    // the arrow is as long as w, as far as the picture goes
    const room = Math.min(...[0, 1].map((k) => ((n[k] > 0 ? EDGE : -EDGE) - foot[k]) / (n[k] || 1e-9)));
    const long = on.k * Math.min(length, room - 0.3);
    [arrow, name, down, gap].forEach((node) => show(node, length && room > 0.5));
    set(arrow, { d: `M0 0H${long}l-9-6M${long} 0l-9 6`, transform: half.getAttribute("transform") });
    set(name, { x: on.X(foot[0]) + (long + 13) * n[0], y: on.Y(foot[1]) - (long + 13) * n[1] + 5 });
    set(down, { d: `M${on.X(0)} ${on.Y(0)}L${on.X(foot[0])} ${on.Y(foot[1])}` });
    const [px, py] = xs[near], h = length ? z[near] / length : 0;
    set(gap, { d: `M${on.X(px)} ${on.Y(py)}L${on.X(px - h * n[0])} ${on.Y(py - h * n[1])}` });
    crosses.replaceChildren(...xs.flatMap(([x, y_], i) => y[i] === ts[i] ? [] : [S("text", { x: on.X(x) + 12, y: on.Y(y_) - 5, class: "dl-bad", text: "✗" })]));
    shift.update(); turn.update();

    const signed = (v) => (v < 0 ? " − " : " + ") + num(Math.abs(v));
    equation.textContent = `${num(w1)}·x₁${signed(w2)}·x₂${signed(b)} = 0`;
    [2, 10].forEach((k, i) => (scales[i].disabled = ["w1", "w2", "b"].some((f) => k * Math.abs(get(f)) > w.limits[f][1])));
    note.textContent = scales[1].disabled ? t("full") : "";
    const or = (v, unit = "") => (v === null ? t("none") : num(v) + unit);
    const shown = { right: t("right2", { right, n: count }), angle: or(angle && Math.round(angle), "°"), distance: or(distance), margin: or(margin), length: num(length), near: num(z[near]) };
    for (const k in shown) cells[k].textContent = shown[k];
    sums.forEach(({ row }, i) => [num(z[i], 3), length ? num(z[i] / length, 3) : t("none"), (y[i] === ts[i] ? "✓ " : "✗ ") + y[i]].forEach((text, c) => (row[c].textContent = text)));

    const missed = y.filter((v, i) => !v && ts[i]).length, alarm = y.filter((v, i) => v && !ts[i]).length;
    const sum = (kind) => xs.filter((_, i) => ts[i] === kind).map(([x, y_]) => x * w1 + y_ * w2);
    const parted = Math.min(...sum(1)) > Math.max(...sum(0));  // then some b is right for this w
    const vars = { right, n: count, missed, alarm, margin: num(margin ?? 0), widest: num(widest), b: num(b), length: num(length), u1: num(w1 / length), u2: num(w2 / length), u0: num(b / length) };
    const says = !length ? [b >= 0 ? "fires" : "silent", "count"]
      : right === count ? ["all", margin > 0.98 * widest ? "widest" : "wider"]
      : ["count", ...(missed ? ["missed"] : []), ...(alarm ? ["alarm"] : []), parted ? (missed ? "more" : "less") : "turn"];
    if (length > 2) says.push("long");
    w.say(says.map((k) => t("say." + k, vars)).join(" "));
    w.publish({ w: [w1, w2], b, z, y, right, length, angle, distance, margin });
  }
  return w.start();
}
export default { render, words: WORDS };
