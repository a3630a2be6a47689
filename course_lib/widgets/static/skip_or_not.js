const DEPTHS = [5, 20, 35, 50], LEFT = 44, RIGHT = 350, TOP = 18, FLOOR = 206, WIDE = 230;
const NUMERALS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (e) => "10" + String(e).replace(/./g, (c) => NUMERALS[c] ?? "⁻");

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w, film = get("data");
  const grid = S("g", { class: "cl-grid" }), bars = S("g"), plain = S("path", { class: "sn-plain" }), foot = S("g", { class: "cl-grid" });
  const chart = S("svg", { viewBox: "0 0 360 246", role: "img" }, grid, foot, bars, plain);
  const E = (v) => FLOOR - v * (FLOOR - TOP), D = (i) => 58 + i * 46;
  const dots = S("g"), now = S("rect", { y: TOP - 6, width: 34, height: FLOOR - TOP + 12, rx: 4, class: "sn-now" });
  const errors = S("svg", { viewBox: `0 0 ${WIDE} 246`, role: "img" }, now, S("g", { class: "cl-grid" },
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((v) => [S("path", { d: `M34 ${E(v)}H${WIDE - 6}` }), S("text", { x: 16, y: E(v) + 4, text: num(100 * v) })]),
    ...DEPTHS.map((v, i) => S("text", { x: D(i), y: FLOOR + 18, text: v })), S("text", { x: WIDE / 2 + 14, y: FLOOR + 35, text: t("layers") })), dots);
  const deeper = (n) => () => w.change({ depth: get("depth") + 15 * n });
  const tools = w.tools({ step: deeper(1), label: t("deeper") });
  tools.insertBefore(w.button(t("shallower"), deeper(-1)), tools.children[1]);
  const legend = H("p", { class: "sn-legend" }, H("span", {}, H("b", { class: "sn-key" }), " " + t("legend.bars")), H("span", {}, H("b", { class: "sn-dash" }), " " + t("legend.plain")));
  w.root.append(w.question(), H("div", { class: "cl-row sn-row" }, H("figure", {}, H("figcaption", { text: t("chart") }), chart, legend), H("figure", {}, H("figcaption", { text: t("errors") }), errors)), w.sentence, tools);

  function draw() {
    const at = Math.round((get("depth") - 5) / 15), depth = DEPTHS[at], skip = get("skip"), norm = +get("norm");
    const blame = film.blame[skip][norm][at], error = film.error[skip][norm][at], rate = film.rate[skip][norm][at], other = film.blame[0][0][at];
    const median = (error[(error.length - 1) >> 1] + error[error.length >> 1]) / 2;

    // blame behind each layer, logarithmic, as bars from 1 upwards or downwards
    const low = Math.min(-2, Math.floor(Math.min(...blame))), high = Math.max(2, Math.ceil(Math.max(...blame)));
    const X = (k) => LEFT + ((k - 0.5) / depth) * (RIGHT - LEFT), Y = (v) => FLOOR - ((v - low) / (high - low)) * (FLOOR - TOP);
    const gap = Math.ceil((high - low) / 6), marks = [];
    for (let v = Math.ceil(low / gap) * gap; v <= high; v += gap) marks.push(S("path", { d: `M${LEFT} ${Y(v)}H${RIGHT}`, class: v ? "" : "sn-one" }), S("text", { x: 22, y: Y(v) + 4, text: power(v) }));
    grid.replaceChildren(...marks);
    const wide = ((RIGHT - LEFT) / depth) * 0.72;
    bars.replaceChildren(...blame.map((v, i) => S("rect", { x: X(i + 1) - wide / 2, y: Math.min(Y(v), Y(0)) - (v ? 0 : 1), width: wide, height: Math.max(2, Math.abs(Y(v) - Y(0))), class: "sn-bar" })));
    set(plain, { d: "M" + other.map((v, i) => `${X(i + 1).toFixed(1)} ${Y(clamp(v, low, high)).toFixed(1)}`).join("L") });
    foot.replaceChildren(...[...new Set([1, Math.round(depth / 2), depth])].map((k) => S("text", { x: X(k), y: FLOOR + 18, text: k })), S("text", { x: (LEFT + RIGHT) / 2, y: FLOOR + 35, text: t("axis") }));

    // ten towers for each depth up to this one
    dots.replaceChildren(...film.error[skip][norm].slice(0, at + 1).flatMap((ten, i) => ten.map((v, j) => S("circle", { cx: D(i) + (j - 4.5) * 2.6, cy: E(v), r: 3.6, class: i === at ? "sn-dot" : "sn-dot sn-old" }))));
    set(now, { x: D(at) - 17 });

    const first = blame[0], times = Math.abs(first) < 2 ? num(10 ** first, first < 0 ? 2 : 1) : power(Math.round(first));
    const vars = { depth, kind: t(`kind.${skip}${norm}`), times, median: num(100 * median, 1), low: num(100 * error[0], 1), high: num(100 * error[error.length - 1], 1), rate };
    set(chart, { "aria-label": t("chartText", vars) });
    set(errors, { "aria-label": t("errorsText", vars) });
    const way = first > 2 ? "explodes" : first < -2 ? "vanishes" : "level", learns = median < 0.03 ? "well" : median < 0.4 ? "slow" : "not";
    const alike = way === "level" && learns !== "well" && !skip && !norm;
    w.say([t("say.blame", vars), t("say." + way), t("say.error", vars), t("say." + learns), ...(alike ? [t("say.alike")] : [])].join(" "));
    w.publish({ blame, error, median, rate });
  }
  return w.start();
}
export default { render, words: WORDS };
