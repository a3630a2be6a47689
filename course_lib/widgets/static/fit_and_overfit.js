const N = 15, MOST = 200, LOW = 0.05, HIGH = 300, L = 34, R = 330, TOP = 10, FLOOR = 230;
const GRID = Array.from({ length: 201 }, (_, i) => +(-1 + i / 100).toFixed(2));

// Legendre polynomials of falling size: one row of MOST numbers for each place
const partsAt = (x) => {
  const P = [1, x];
  for (let k = 1; k < MOST - 1; k++) P.push(((2 * k + 1) * x * P[k] - k * P[k - 1]) / (k + 1));
  return P.map((v, k) => v * (Math.sqrt(2 * k + 1) / (k + 1)));
};
const ON_GRID = GRID.map(partsAt);
const dot = (a, b) => { let s = a[0] * b[0]; for (let i = 1; i < a.length; i++) s += a[i] * b[i]; return s; };

// q: the columns, made orthogonal in place; r: the triangle
function gramSchmidt(q) {
  const m = q.length, r = q.map(() => new Float64Array(m));
  for (let j = 0; j < m; j++) {
    r[j][j] = Math.sqrt(dot(q[j], q[j]));
    for (let i = 0; i < q[j].length; i++) q[j][i] /= r[j][j];
    for (let k = j + 1; k < m; k++) {
      const s = (r[j][k] = dot(q[j], q[k]));
      for (let i = 0; i < q[k].length; i++) q[k][i] -= q[j][i] * s;
    }
  }
  return r;
}
function leastSquares(columns, y) {
  const q = columns.map((c) => Float64Array.from(c)), r = gramSchmidt(q), rest = Float64Array.from(y), p = q.length;
  const z = q.map((c) => { const s = dot(c, rest); for (let i = 0; i < N; i++) rest[i] -= s * c[i]; return s; });
  const c = new Float64Array(p);
  for (let j = p - 1; j >= 0; j--) {
    c[j] = z[j] / r[j][j];
    for (let k = 0; k < j; k++) z[k] -= c[j] * r[k][j];
  }
  return c;
}
// the shortest c whose product with every column is y
function shortest(q, y) {
  const r = gramSchmidt(q), z = Float64Array.from(y), c = new Float64Array(q[0].length);
  for (let j = 0; j < N; j++) {
    z[j] /= r[j][j];
    for (let k = j + 1; k < N; k++) z[k] -= r[j][k] * z[j];
  }
  for (let j = N - 1; j >= 0; j--) {
    const s = z[j] - dot(q[j], c);
    for (let i = 0; i < c.length; i++) c[i] += s * q[j][i];
  }
  return c;
}
// rows: the parts at each point
function weights(rows, y, p, decay, drop) {
  if (decay || drop) {
    const scale = new Float64Array(p);
    for (let k = 0; k < p; k++) {
      let s = rows[0][k] * rows[0][k];
      for (let i = 1; i < N; i++) s += rows[i][k] * rows[i][k];
      scale[k] = 1 / Math.sqrt(N * decay + (drop / (1 - drop)) * s);
    }
    const q = rows.map((row, i) => {
      const column = new Float64Array(p + N);
      for (let k = 0; k < p; k++) column[k] = row[k] * scale[k];
      column[p + i] = 1;
      return column;
    });
    return shortest(q, y).subarray(0, p).map((v, k) => scale[k] * v);
  }
  if (p > N) return shortest(rows.map((row) => Float64Array.from(row.slice(0, p))), y);
  return leastSquares(Array.from({ length: p }, (_, k) => rows.map((row) => row[k])), y);
}
const value = (row, c) => { let s = row[0] * c[0]; for (let k = 1; k < c.length; k++) s += row[k] * c[k]; return s; };
const rms = (a, b) => { let s = 0; a.forEach((v, i) => { const d = v - b[i]; s += d * d; }); return Math.sqrt(s / a.length); };

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w, { clouds, truth, sizes } = get("data");
  const X = (x) => L + ((x + 1) / 2) * (R - L), Y = (y) => FLOOR - ((y + 2) / 4) * (FLOOR - TOP);
  const grid = S("g", { class: "cl-grid" });
  [-1, -0.5, 0, 0.5, 1].forEach((x) => grid.append(S("path", { d: `M${X(x)} ${TOP}V${FLOOR}` }), S("text", { x: X(x), y: FLOOR + 16, text: num(x) })));
  [-2, -1, 0, 1, 2].forEach((y) => grid.append(S("path", { d: `M${L} ${Y(y)}H${R}` }), S("text", { x: 16, y: Y(y) + 4, text: num(y) })));
  const behind = S("path", { class: "fo-true" }), fitted = S("path", { class: "fo-fit" }), dots = S("g");
  const frame = S("svg", { x: L, y: TOP, width: R - L, height: FLOOR - TOP, viewBox: `${L} ${TOP} ${R - L} ${FLOOR - TOP}`, style: `width:${R - L}px;height:${FLOOR - TOP}px;overflow:hidden` }, behind, fitted, dots);
  const picture = S("svg", { viewBox: "0 0 340 254", role: "img" }, grid, frame);

  // the chart: both axes logarithmic
  const wide = Math.log(MOST), tall = Math.log(HIGH / LOW);
  const U = (p) => L + (Math.log(p) / wide) * (R - L), V = (e) => FLOOR - (Math.log(clamp(e, LOW, HIGH) / LOW) / tall) * (FLOOR - TOP);
  const paper = S("g", { class: "cl-grid" });
  [1, 2, 5, 15, 50, 200].forEach((p) => paper.append(S("path", { d: `M${U(p)} ${TOP}V${FLOOR}`, class: p === N ? "fo-peak" : "" }), S("text", { x: U(p), y: FLOOR + 16, text: p })));
  [0.1, 1, 10, 100].forEach((e) => paper.append(S("path", { d: `M${L} ${V(e)}H${R}` }), S("text", { x: 15, y: V(e) + 4, text: num(e) })));
  const known = S("path", { class: "fo-known" }), line = S("path", { class: "fo-fit" });
  const chart = S("svg", { viewBox: "0 0 340 254", role: "group" }, paper, known, line);
  const on = { X: U, Y: V, at: (e) => { const q = point(chart, e); return [Math.exp(((q.x - L) / (R - L)) * wide), 1]; } };
  let now = 1;
  const grip = knob(on, {
    label: t("grip"), step: 1, range: [1, MOST],
    place: () => [get("parts"), now],
    moved: (p) => w.change({ parts: Math.round(clamp(p, 1, MOST)) }),
    read: () => ({ now: get("parts"), text: t("gripText", { p: get("parts"), e: num(now) }) }),
  });
  chart.append(grip);

  const legend = H("p", { class: "fo-legend" }, ...["point", "true", "fit", "known"].map((k) => H("span", {}, H("b", { class: "fo-key-" + k }), " " + t("legend." + k))));
  const tools = w.tools({ step: () => w.change({ parts: 2 * get("parts") }), label: t("twice") });
  tools.insertBefore(w.button(t("other"), () => w.change({ seed: (get("seed") % w.limits.seed[1]) + 1 })), tools.children[1]);
  const told = H("p", {});
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("figure", {}, H("figcaption", { text: t("curveTitle") }), picture), H("figure", {}, H("figcaption", { text: t("chartTitle") }), chart)), legend, w.sentence, tools, w.more(told));

  function draw() {
    const p = get("parts"), decay = +w.limits.decay[get("decay")], drop = get("dropout"), [x, signal, noise] = clouds[get("seed") - 1];
    const y = signal.map((v, i) => v + get("noise") * noise[i]), rows = x.map(partsAt);
    const at = (count) => {
      const c = weights(rows, y, count, decay, drop), curve = ON_GRID.map((row) => value(row, c));
      return { c, curve, on_curve: rms(curve, truth), at_points: rms(rows.map((row) => value(row, c)), y) };
    };
    const all = sizes.map(at), { c, curve, on_curve, at_points } = at(p), errors = all.map((f) => f.on_curve);
    const length = Math.sqrt(dot(c, c)), few = errors.slice(0, N - 1), low = Math.min(...few), best = [low, sizes[few.indexOf(low)]];
    now = on_curve;
    const path = (values) => "M" + values.map((v, i) => `${X(GRID[i]).toFixed(1)} ${Y(clamp(v, -9, 9)).toFixed(1)}`).join("L");
    set(behind, { d: path(truth) });
    set(fitted, { d: path(curve) });
    dots.replaceChildren(...x.map((v, i) => S("circle", { cx: X(v), cy: Y(y[i]), r: 4.5, class: "fo-point" })));
    const trace = (key) => "M" + all.map((f, i) => `${U(sizes[i]).toFixed(1)} ${V(f[key]).toFixed(1)}`).join("L");
    set(line, { d: trace("on_curve") });
    set(known, { d: trace("at_points") });
    grip.update();

    const r2 = (v) => (v < 0.005 ? "0" : num(v, v < 10 ? 2 : 0)), peak = Math.max(...errors.slice(9, 24));
    const vars = { p, train: r2(at_points), off: r2(on_curve), length: num(length, length < 10 ? 1 : 0), best: r2(low), where: best[1], peak: r2(peak), seed: get("seed"), count: w.limits.seed[1] };
    set(picture, { "aria-label": t("leftText", vars) });
    set(chart, { "aria-label": t("rightText", vars) });
    const kind = decay || drop ? (on_curve > 1.5 * low ? (p < 5 ? "stiff" : drop && on_curve > 1.3 * errors[N - 1] ? "alike" : "heavy") : low > 0.35 ? "heavy" : peak > 1.6 * low ? "lower" : "braked")
      : p === N ? "peak" : p < N ? (on_curve < 1.25 * low ? "valley" : p < best[1] ? "stiff" : "wild") : on_curve < low ? "second" : on_curve < 2 * low ? "level" : "past";
    w.say(t("say.off", vars) + " " + t("say." + kind, vars));
    told.textContent = t("told", vars);
    w.publish({ at_points, on_curve, length, errors, best });
  }
  return w.start();
}
export default { render, words: WORDS };
