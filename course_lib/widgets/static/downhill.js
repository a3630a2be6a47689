const VALUE = [(x) => x * x, (x) => x * x * x * x / 4 - x * x / 2 + 0.1 * x];
const SLOPE = [(x) => 2 * x, (x) => x * x * x - x + 0.1];
const CURVATURE = [() => 2, (x) => 3 * x * x - 1];
const EDGE = 1.9, WIDE = 380, TALL = 270, PAD = 18, FLOOR = TALL - 24;

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const { bottoms, limits, heights, lost } = get("data"), most = w.limits.eta[1];

  // A plane whose height is scaled to the surface.
  const X = (x) => PAD + ((x + EDGE) / (2 * EDGE)) * (WIDE - 2 * PAD);
  const Y = (y) => { const [low, high] = heights[get("surface")]; return FLOOR - ((y - low) / (high - low)) * (FLOOR - 6); };
  const svg = S("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "group", "aria-label": t("plane") });
  const at = (event) => {
    const p = point(svg, event), [low, high] = heights[get("surface")];
    return [((p.x - PAD) / (WIDE - 2 * PAD)) * 2 * EDGE - EDGE, low + ((FLOOR - p.y) / (FLOOR - 6)) * (high - low)];
  };
  const axis = S("g", { class: "cl-grid" }, S("path", { d: `M${PAD} ${FLOOR}H${WIDE - PAD}` }),
    ...[-1.5, -1, -0.5, 0, 0.5, 1, 1.5].map((x) => S("g", {}, S("path", { d: `M${X(x)} ${FLOOR}v5` }), S("text", { x: X(x), y: TALL - 5, text: num(x) }))),
    S("text", { x: WIDE - 8, y: TALL - 5, text: "x" }));
  const hill = S("path", { class: "dh-hill" }), trail = S("path", { class: "dh-trail" }), dots = S("g"), tangent = S("path", { class: "dh-tangent" });
  const ball = S("circle", { r: 8, class: "dh-ball" });
  svg.append(axis, S("svg", { x: 0, y: 0, width: WIDE, height: FLOOR, viewBox: `0 0 ${WIDE} ${FLOOR}`, style: `width:${WIDE}px;height:${FLOOR}px;overflow:hidden` }, hill, trail, dots, tangent, ball));
  const on = { X, Y, at };
  const start = knob(on, {
    label: t("start"), range: w.limits.start, step: 0.05,
    place: () => [get("start"), VALUE[get("surface")](get("start"))],
    moved: (x) => w.change({ start: x }),
    read: () => ({ now: get("start"), text: t("startText", { x: num(get("start")), e: num(VALUE[get("surface")](get("start"))) }) }),
  });
  start.append(S("rect", { x: -4, y: -4, width: 8, height: 8, class: "dh-start" }));
  svg.append(start);

  // The ruler of learning rates: what each does near a bottom.
  const R = (eta) => PAD + (eta / most) * (WIDE - 2 * PAD);
  const zones = S("g"), pointer = S("path", { class: "dh-now" });
  const ruler = S("svg", { viewBox: `0 0 ${WIDE} 62`, role: "img", class: "dh-ruler" }, zones, pointer);

  const step = (n) => w.change({ steps: Math.min(get("steps") + n, w.limits.steps[1]) });
  const tools = w.tools({ step: () => step(1) });
  tools.insertBefore(w.button(t("ten"), () => step(10)), tools.children[1]);
  tools.insertBefore(w.button(t("again"), () => w.change({ steps: 0 })), tools.children[2]);
  const cells = {};
  const table = H("table", { class: "dh-table" }, ...["k", "x", "e", "slope", "move"].map((k) => H("tr", {}, H("th", { scope: "row", text: t("table." + k) }), (cells[k] = H("td")))));
  const legend = H("p", { class: "dh-legend", text: t("legend") });
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", {}, svg, ruler, legend), H("div", {}, w.sentence, table)), tools);

  function draw() {
    const s = get("surface"), eta = get("eta"), x = [get("start")];
    while (x.length <= get("steps") && Math.abs(x[x.length - 1]) <= lost) {
      const here = x[x.length - 1];
      x.push(here - eta * SLOPE[s](here));
    }
    const height = x.map(VALUE[s]), k = x.length - 1, last = x[k], slope = SLOPE[s](last);
    const factors = bottoms[s].map((b) => 1 - eta * CURVATURE[s](b));

    let d = "";
    for (let i = 0; i <= 120; i++) { const u = -EDGE + (2 * EDGE * i) / 120; d += `${i ? "L" : "M"}${X(u).toFixed(1)} ${Y(VALUE[s](u)).toFixed(1)}`; }
    set(hill, { d });
    // far out everything is cut off anyway
    const cut = x.map((v, i) => [clamp(X(v), -3000, 3000).toFixed(1), clamp(Y(height[i]), -9000, 3000).toFixed(1)]);
    set(trail, { d: "M" + cut.map((p) => p.join(" ")).join("L") });
    dots.replaceChildren(...cut.slice(1, -1).filter(([a, b]) => a > -9 && a < WIDE + 9 && b > -9).slice(0, 80).map(([a, b]) => S("circle", { cx: a, cy: b, r: 3, class: "dh-dot" })));
    set(ball, { cx: cut[k][0], cy: cut[k][1] });
    const rise = (Y(height[k] + slope) - Y(height[k])) / (X(1) - X(0)), far = 34 / Math.hypot(1, rise);
    set(tangent, { d: `M${cut[k][0] - far} ${cut[k][1] - rise * far}l${2 * far} ${2 * rise * far}` });
    start.update();

    // zones of the ruler: one row for each valley
    zones.replaceChildren(...limits[s].flatMap((limit, row) => {
      const y = 6 + row * 17, parts = [[0, limit / 2, "rolls"], [limit / 2, limit, "jumps"], [limit, most, "out"]];
      return parts.flatMap(([a, b, kind]) => [S("rect", { x: R(a), y, width: R(b) - R(a), height: 15, class: "dh-zone dh-" + kind }),
        S("text", { x: (R(a) + R(b)) / 2, y: y + 11.5, class: "dh-name", text: t("zone." + kind + (limits[s].length > 1 ? row : "")) })]);
    }), ...[0, 0.25, 0.5, 0.75, 1, 1.25].map((v) => S("text", { x: R(v), y: 58, class: "dh-tick", text: "η " + num(v) })));
    set(pointer, { d: `M${R(eta)} 2V44m-5 0h10` });
    set(ruler, { "aria-label": t("ruler", { eta: num(eta), limits: limits[s].map((v) => num(v, 3)).join(", ") }) });

    const flown = Math.abs(last) > EDGE, settled = !flown && Math.abs(slope) < 1e-3;
    const near = bottoms[s].reduce((best, b, i) => (Math.abs(b - last) < Math.abs(bottoms[s][best] - last) ? i : best), 0);
    const f = factors[0], vars = { k, x: num(last, 3), e: num(height[k], 3), slope: num(slope, 3), eta: num(eta), f: num(f), grow: num(Math.abs(f)), f0: num(factors[0]), f1: num(factors[1] ?? 0),
      move: num(Math.abs(eta * slope), 3), limit: num(limits[s][near], 3), way: t(slope > 0 ? "toLeft" : "toRight"), from: num(get("start")) };
    const kind = f > 0.005 ? "roll" : f > -0.005 ? "one" : f > -0.995 ? "jump" : f > -1.005 ? "endless" : "out";
    w.say(flown ? t("say.flown", vars)
      : settled ? t("say." + (s ? "bottom" + near : "bottom"), vars)
      : !k ? t("say.begin", vars)
      : s ? t("say.valleys", vars) + " " + factors.map((v, i) => (v < -1 ? t("say.narrow" + i, vars) : "")).join(" ").trim()
      : t("say." + kind, vars));
    const big = (v) => (Math.abs(v) < 1e5 ? num(v, 4) : v.toExponential(1).replace("-", "−").replace("e+", "·10^"));
    const shown = { k, x: big(last), e: big(height[k]), slope: big(slope), move: big(-eta * slope) };
    for (const key in shown) cells[key].textContent = shown[key];
    w.publish({ x, height, slope, factors });
  }
  return w.start();
}
export default { render, words: WORDS };
