const DEEPEST = 30, NUMBERS = 1024, BINS = 41, DEAD = -400, ROW = 33, LEFT = 66, WIDE = 330;
const WIDTHS = [8, 16, 64], SCHEMES = ["sd 0.01", "LeCun", "He", "sd 1"];

// mulberry32, four even numbers added: the same numbers as in Python, bit by bit
const drawn = {};
function randoms(seed, count) {
  const key = seed + "," + count;
  if (drawn[key]) return drawn[key];
  const out = new Float64Array(count);
  let a = seed | 0;
  const even = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (let k = 0; k < count; k++) out[k] = (even() + even() + even() + even() - 2) * Math.sqrt(3);
  return (drawn[key] = out);
}
// 26 binary digits: the last digits of tanh differ between Python and here
const trim = (x) => { const c = 134217729 * x; return c - (c - x); };
const BENDS = [(z) => z, (z) => trim(Math.tanh(z)), (z) => (z > 0 ? z : 0), (z) => trim(Math.exp(Math.min(z, 0)) / (1 + Math.exp(-Math.abs(z))))];
const spread = (scheme, n) => [0.01, Math.sqrt(1 / n), Math.sqrt(2 / n), 1][scheme];

// Each sum is added up input by input, as in Python; four examples at a time, which is faster.
function layersOf(f, scheme, gain, depth, n, seed) {
  const r = randoms(seed, NUMBERS + DEEPEST * n * n), sd = spread(scheme, n), bend = BENDS[f], layers = [];
  let a = r.subarray(0, NUMBERS);
  const w = new Float64Array(n * n);
  for (let k = 0; k < depth; k++) {
    const first = NUMBERS + k * n * n, next = new Float64Array(NUMBERS);
    for (let i = 0; i < n * n; i++) w[i] = gain * (r[first + i] * sd);
    for (let e = 0; e < NUMBERS; e += 4 * n) for (let j = 0; j < n; j++) {
      let z0 = 0, z1 = 0, z2 = 0, z3 = 0;
      for (let i = 0, at = j * n, b = e; i < n; i++, b++) {
        const v = w[at + i];
        z0 += a[b] * v;
        z1 += a[b + n] * v;
        z2 += a[b + 2 * n] * v;
        z3 += a[b + 3 * n] * v;
      }
      next[e + j] = z0;
      next[e + n + j] = z1;
      next[e + 2 * n + j] = z2;
      next[e + 3 * n + j] = z3;
    }
    if (f) for (let i = 0; i < NUMBERS; i++) next[i] = bend(next[i]);
    layers.push((a = next));
  }
  return layers;
}
const histogram = (a, limit) => {
  const counts = new Array(BINS).fill(0);
  for (let i = 0; i < a.length; i++) {
    const v = a[i] > limit ? limit : a[i] < -limit ? -limit : a[i];
    counts[Math.min(BINS - 1, Math.floor(((v + limit) / (2 * limit)) * BINS))]++;
  }
  return counts;
};
// mean square, share of zeros, share within 0.01 of a bound
const measure = (a, low, bounded) => {
  let square = 0, zeros = 0, stuck = 0;
  for (let i = 0; i < a.length; i++) {
    const v = a[i];
    square += v * v;
    if (v === 0) zeros++;
    if (bounded && (v > 0.99 || v < low + 0.01)) stuck++;
  }
  return [square / a.length, zeros / a.length, stuck / a.length];
};

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const ladder = S("svg", { viewBox: `0 0 ${WIDE} 250`, role: "img" }), steps = S("g"), axis = S("g", { class: "cl-grid" });
  ladder.append(axis, steps);
  const chart = S("svg", { viewBox: `0 0 ${WIDE} 250`, role: "img" }), grid = S("g", { class: "cl-grid" });
  const line = S("path", { class: "sd-line" }), rule = S("path", { class: "sd-rule" }), dots = S("g");
  chart.append(grid, rule, line, dots);
  const widths = WIDTHS.map((n, i) => w.button(t("units", { n }), () => w.change({ width: i })));
  const seed = w.button(t("seed"), () => w.change({ seed: (get("seed") % w.limits.seed[1]) + 1 }));
  const told = H("span", { class: "sd-seed" });
  const tools = w.tools({ step: () => w.change({ depth: get("depth") + 1 }), label: t("deeper") });
  tools.insertBefore(seed, tools.children[1]);
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("figure", {}, H("figcaption", { text: t("ladder") }), ladder), H("figure", {}, H("figcaption", { text: t("chart") }), chart)),
    w.sentence, tools, w.more(H("div", { class: "cl-tools" }, H("span", { text: t("width") }), ...widths, told)));

  function draw() {
    const f = get("function"), scheme = get("scheme"), gain = get("gain"), depth = get("depth"), n = WIDTHS[get("width")];
    const layers = layersOf(f, scheme, gain, depth, n, get("seed")), limit = f % 2 ? 1 : 4, low = f === 1 ? -1 : 0;
    const seen = layers.map((a) => measure(a, low, f % 2));
    const size = seen.map(([s]) => (s > 0 ? 0.5 * Math.log10(s) : DEAD)), silent = seen.map((m) => m[1]), stuck = seen.map((m) => m[2]);
    const share = [1, 0, 0.5, 0][f], factor = share * n * [1e-4, 1 / n, 2 / n, 1][scheme] * gain ** 2;
    const expected = share ? size.map((_, k) => 0.5 * (k + 1) * Math.log10(factor)) : [];
    const counts = histogram(layers[depth - 1], limit);

    // histograms of at most six layers
    const X = (v) => LEFT + ((v + limit) / (2 * limit)) * (WIDE - LEFT - 52), shown = [];
    for (let i = 0; i < 6; i++) { const k = Math.round(1 + (i * (depth - 1)) / 5); if (!shown.includes(k)) shown.push(k); }
    steps.replaceChildren(...shown.flatMap((k, row) => {
      const h = histogram(layers[k - 1], limit), top = Math.max(...h), y = ROW * (row + 1), wide = (X(limit) - X(-limit)) / BINS;
      let d = `M${X(-limit)} ${y}`;
      h.forEach((c, i) => { d += `V${(y - (c / top) * (ROW - 6)).toFixed(1)}h${wide.toFixed(3)}`; });
      const note = stuck[k - 1] >= 0.01 ? t("stuck", { p: num(100 * stuck[k - 1], 0) }) : silent[k - 1] >= 0.01 ? t("silent", { p: num(100 * silent[k - 1], 0) }) : "";
      return [S("path", { d: d + `V${y}Z`, class: "sd-bars" }), S("text", { x: LEFT - 6, y: y - 6, "text-anchor": "end", text: t("layer", { k }) }), S("text", { x: WIDE, y: y - 6, "text-anchor": "end", class: "sd-note", text: note })];
    }));
    const foot = ROW * shown.length;
    axis.replaceChildren(...[-1, -0.5, 0, 0.5, 1].map((u) => S("g", {}, S("path", { d: `M${X(u * limit)} 6V${foot + 4}` }), S("text", { x: X(u * limit), y: foot + 17, text: num(u * limit, 1) }))));
    set(ladder, { viewBox: `0 0 ${WIDE} ${6 * ROW + 24}`, "aria-label": t("ladderText", { layers: shown.join(", ") }) });

    // size on a logarithmic axis
    const alive = [...size, ...expected].filter((v) => v > DEAD), down = Math.min(-3, Math.floor(Math.min(...alive))), up = Math.max(2, Math.ceil(Math.max(...alive)));
    const U = (k) => 46 + ((k - 1) / (DEEPEST - 1)) * (WIDE - 60), V = (v) => 8 + ((up - clamp(v, down, up)) / (up - down)) * 184, gap = Math.max(1, Math.ceil((up - down) / 7));
    const ticks = [];
    for (let v = Math.ceil(down / gap) * gap; v <= up; v += gap) ticks.push(S("path", { d: `M46 ${V(v)}H${WIDE - 10}`, class: v ? "" : "sd-one" }), S("text", { x: 22, y: V(v) + 4, text: v === 0 ? "1" : v === 1 ? "10" : "10" + String(v).replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]) }));
    for (const k of [1, 10, 20, 30]) ticks.push(S("text", { x: U(k), y: 208, text: k }));
    grid.replaceChildren(...ticks, S("text", { x: (U(1) + U(30)) / 2, y: 221, text: t("axis") }));
    const path = (values) => "M" + values.map((v, k) => `${U(k + 1).toFixed(1)} ${V(v).toFixed(1)}`).join("L");
    set(line, { d: path(size) });
    set(rule, { d: expected.length ? path(expected) : "" });
    dots.replaceChildren(...size.map((v, k) => (v > DEAD ? S("circle", { cx: U(k + 1), cy: V(v), r: 3.2, class: "sd-dot" }) : S("text", { x: U(k + 1), y: 196, "text-anchor": "middle", text: "✗" }))));
    const power = (v) => (v <= DEAD ? "0" : v > -2.5 && v < 3 ? num(10 ** v, v > 1 ? 0 : v < -1 ? 4 : 2) : `${num(10 ** (v - Math.floor(v)), 1)} · 10^${num(Math.floor(v))}`);
    const first = size[0], last = size[depth - 1], per = 10 ** ((last - first) / (depth - 1));
    const vars = { k: depth, first: power(first), last: power(last), f: num(per, per < 0.1 ? 3 : 2), p: num(100 * stuck[depth - 1], 0), rule: num(Math.sqrt(factor), 3) };
    set(chart, { viewBox: `0 0 ${WIDE} 224`, "aria-label": t("chartText", vars) });
    widths.forEach((b, i) => set(b, { "aria-pressed": String(i === get("width")) }));
    told.textContent = t("told", { seed: get("seed"), count: w.limits.seed[1] });

    const kind = last <= DEAD ? "dead" : stuck[depth - 1] > 0.4 ? "stuck" : f === 3 ? "sigmoid" : f === 1 && per > 0.8 && per < 0.98 ? "narrows" : per < 0.93 ? "dies" : per > 1.07 ? "explodes" : "level";
    w.say((last <= DEAD ? "" : t("say.size", vars) + " ") + t("say." + kind, vars) + (expected.length && last > DEAD ? " " + t("say.rule", vars) : ""));
    w.publish({ size, expected, silent, stuck, counts });
  }
  return w.start();
}
export default { render, words: WORDS };
