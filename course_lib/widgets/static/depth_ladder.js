const N = 24, EXAMPLES = 6, LEFT = 44, RIGHT = 410, TOP = 22, FLOOR = 232;
const up = (z) => { const e = Math.exp(-Math.abs(z)); return (z >= 0 ? 1 : e) / (1 + e); };
// function and slope, the slope from the activity as the library's layers do
const KINDS = [[up, (a) => a * (1 - a)], [Math.tanh, (a) => 1 - a * a], [(z) => Math.max(z, 0), (a) => (a > 0 ? 1 : 0)]];

// The endless list of "random" numbers, the same as in Python.
const number = (i) => {
  let h = Math.imul(i + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca77);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae3d);
  return (((h ^ (h >>> 16)) >>> 0) / 2 ** 31 - 1) * Math.sqrt(3);
};
const list = (first, count) => Float64Array.from({ length: count }, (_, i) => number(first + i));
const WEIGHTS = list(1018516, 30 * N * N), INPUTS = list(0, EXAMPLES * N), OUT = list(3000, N), TARGETS = list(2000, EXAMPLES);

// The tower forward and back: size of the blame in each layer, and the mean slope.
function run(depth, n, scale) {
  const [f, slope] = KINDS[n], k = scale / Math.sqrt(N), squares = new Float64Array(depth);
  let slopes = 0;
  for (let e = 0; e < EXAMPLES; e++) {
    const a = [INPUTS.subarray(e * N, e * N + N)];
    for (let l = 0; l < depth; l++) {
      const next = new Float64Array(N);
      for (let j = 0; j < N; j++) {
        let z = 0;
        for (let i = 0, at = (l * N + j) * N; i < N; i++) z += WEIGHTS[at + i] * a[l][i];
        next[j] = f(k * z);
        slopes += slope(next[j]);
      }
      a.push(next);
    }
    let y = 0;
    for (let i = 0; i < N; i++) y += OUT[i] * a[depth][i];
    let d = OUT.map((v) => (v * (y - TARGETS[e])) / EXAMPLES);
    for (let l = depth - 1; l >= 0; l--) {
      const below = new Float64Array(N);
      for (let j = 0; j < N; j++) {
        d[j] *= slope(a[l + 1][j]);
        squares[l] += d[j] * d[j];
        for (let i = 0, at = (l * N + j) * N; i < N; i++) below[i] += k * WEIGHTS[at + i] * d[j];
      }
      d = below;
    }
  }
  const sizes = Array.from(squares, (s) => Math.sqrt(s / (N * EXAMPLES)));
  return { logs: sizes.map((s) => Math.log10(s / sizes[depth - 1])), slope: slopes / (N * EXAMPLES * depth) };
}

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const X = (layer) => LEFT + ((layer - 0.5) / 30) * (RIGHT - LEFT);
  let low = -3, high = 1;
  const Y = (v) => FLOOR - ((v - low) / (high - low)) * (FLOOR - TOP);
  const grid = S("g", { class: "cl-grid" }), bars = S("g"), modern = S("path", { class: "dp-modern" }), squares = S("g");
  const layers = S("g", { class: "cl-grid" }, ...[1, 5, 10, 15, 20, 25, 30].map((v) => S("text", { x: X(v), y: FLOOR + 17, text: v })));
  const picture = S("svg", { viewBox: "0 0 420 270", role: "group", "aria-label": t("picture") }, grid, layers,
    S("text", { x: 4, y: 12, text: t("blame") }), S("text", { x: RIGHT, y: FLOOR + 34, "text-anchor": "end", text: t("axis") }), bars, modern, squares);
  const grip = knob({ X, Y, at: (e) => [((point(picture, e).x - LEFT) / (RIGHT - LEFT)) * 30 + 0.5, 0] }, {
    label: t("knob"), step: 1, range: [1, 30],
    place: () => [get("depth"), 0],
    moved: (depth) => w.change({ depth: Math.round(depth) }),
    read: () => ({ now: get("depth"), text: t("knobText", { depth: get("depth") }) }),
  });
  picture.append(grip);
  const legend = H("p", { class: "dp-legend" }, H("span", {}, H("b", { class: "dp-key" }), " " + t("legend.bars")), H("span", {}, H("b", { class: "dp-dash", text: "■" }), " " + t("legend.modern")));
  const presets = H("div", { class: "cl-tools" }, H("span", { text: t("scales") }), ...[0.58, 1, 1.41].map((v) => w.button(w.words.presets[v], () => w.change({ scale: v }))));
  w.root.append(w.question(), picture, legend, w.sentence, presets, w.tools({ step: () => w.change({ depth: Math.min(30, get("depth") + 1) }), label: t("next") }));

  // 0.0000022 is unreadable: small and large shares as powers of ten
  const power = (v) => {
    const e = Math.floor(v), m = 10 ** (v - e);
    return Math.abs(v) < 2 ? num(10 ** v, 2) : num(m, 1) + " · 10" + String(e).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻");
  };

  function draw() {
    const [n, depth, scale] = ["function", "depth", "scale"].map(get);
    const { logs, slope } = run(depth, n, scale), other = run(depth, 2, 1.41).logs;
    const factor = depth > 1 ? 10 ** (logs[0] / (depth - 1)) : null;
    low = Math.min(-3, Math.floor(Math.min(...logs)) - 1); high = Math.max(1, Math.ceil(Math.max(...logs)));
    const each = Math.ceil((high - low) / 7), marks = [];
    for (let v = Math.ceil(low / each) * each; v <= high; v += each) marks.push(v);
    grid.replaceChildren(...marks.flatMap((v) => [S("path", { d: `M${LEFT} ${Y(v)}H${RIGHT}` }), S("text", { x: 22, y: Y(v) + 4, text: "10" + String(v).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻") })]));
    bars.replaceChildren(...logs.map((v, i) => S("rect", { x: X(i + 1) - 4.5, y: Y(v), width: 9, height: Math.max(0, FLOOR - Y(v)), class: "dp-bar" })));
    set(modern, { d: other.map((v, i) => (i ? "L" : "M") + X(i + 1) + " " + Y(v)).join("") });
    squares.replaceChildren(...other.map((v, i) => S("rect", { x: X(i + 1) - 3, y: Y(v) - 3, width: 6, height: 6, class: "dp-square" })));
    grip.update();
    const vars = { depth, share: power(logs[0]), factor: num(factor ?? 1, 2), slope: num(slope, 2) };
    const word = logs[0] < -2 ? "vanish" : logs[0] > 2 ? "explode" : "level";
    w.say(depth < 2 ? t("say.one") : ["share", word, ...(n < 2 && slope < [0.12, 0.35][n] ? ["saturated"] : [])].map((k) => t("say." + k, vars)).join(" "));
    w.publish({ logs, factor, slope });
  }
  return w.start();
}
export default { render, words: WORDS };
