const LEFT = 34, RIGHT = 350, TOP = 18, MID = 178, LOW = 214, FLOOR = 306;  // the two panels
const up = (z) => { const e = Math.exp(-Math.abs(z)); return (z >= 0 ? 1 : e) / (1 + e); };
// function, slope, steepest slope, lowest and highest activity of the picture
const KINDS = [
  [up, (z) => up(z) * up(-z), 0.25, -0.1, 1.1],
  [Math.tanh, (z) => { const a = Math.tanh(z); return (1 - a) * (1 + a); }, 1, -1.2, 1.2],
  [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0), 1, -1, 8],
  [(z) => (z > 0 ? z : 0.2 * z), (z) => (z > 0 ? 1 : 0.2), 1, -2, 8],
  [(z) => (z >= 0 ? 1 : 0), () => 0, Infinity, -0.1, 1.1],
];

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const kind = () => KINDS[get("function")];
  const X = (z) => LEFT + ((z + 8) / 16) * (RIGHT - LEFT);
  const Y = (a) => { const [, , , low, high] = kind(); return MID - ((a - low) / (high - low)) * (MID - TOP); };
  const YS = (s) => FLOOR - (s / 1.1) * (FLOOR - LOW);
  const zone = S("rect", { y: TOP, height: FLOOR - TOP, class: "am-zone" });
  const bell = S("path", { class: "am-bell" }), curve = S("path", { class: "am-curve" }), slopes = S("path", { class: "am-slopes" });
  const tangent = S("path", { class: "am-tangent" }), plumb = S("path", { class: "am-plumb" }), dot = S("circle", { r: 5, class: "am-dot" });
  const ticks = S("g", { class: "cl-grid" }), heights = S("g", { class: "cl-grid" });
  for (let z = -8; z <= 8; z += 4) ticks.append(S("path", { d: `M${X(z)} ${TOP}V${FLOOR}` }), S("text", { x: X(z), y: FLOOR + 17, text: num(z) }));
  [0, 0.25, 0.5, 1].forEach((s) => ticks.append(S("path", { d: `M${LEFT} ${YS(s)}H${RIGHT}` }), S("text", { x: 17, y: YS(s) + 4, text: s })));
  const picture = S("svg", { viewBox: "0 0 360 328", role: "group", "aria-label": t("picture") }, zone, ticks, heights, bell,
    S("text", { x: LEFT, y: 12, text: t("activity") }), S("text", { x: LEFT, y: LOW - 8, text: t("slope") }),
    S("text", { x: X(6), y: FLOOR + 17, text: "z", class: "am-z" }), plumb, curve, slopes, tangent, dot);
  const grip = knob({ X, Y, at: (e) => [((point(picture, e).x - LEFT) / (RIGHT - LEFT)) * 16 - 8, 0] }, {
    label: t("knob"), step: 0.05, range: [-8, 8],
    place: () => [get("z"), kind()[0](get("z"))],
    moved: (z) => w.change({ z }),
    read: () => ({ now: get("z"), text: t("knobText", numbers()) }),
  });
  picture.append(grip);
  const numbers = () => {
    const z = get("z"), [f, slope] = kind();
    return { f: w.limits.function[get("function")], z: num(z), a: num(f(z), 3), slope: num(slope(z), 4) };
  };
  const legend = H("p", { class: "am-legend" }, ...["alive", "tangent", "bell"].map((k) => H("span", {}, H("b", { class: "am-key-" + k }), " " + t("legend." + k))));
  const step = () => w.change({ function: (get("function") + 1) % KINDS.length });
  w.root.append(w.question(), picture, legend, w.sentence, w.tools({ step, label: t("next") }));

  function draw() {
    const z = get("z"), spread = get("spread"), n = get("function"), { edge, shares } = get("data");
    const [f, slope, most, low, high] = kind();
    const a = f(z), s = slope(z), alive = s > 0.1 * most ? 1 : 0, share = shares[n][Math.round(2 * spread) - 1];
    const steps = Array.from({ length: 641 }, (_, i) => -8 + i / 40);
    // a jump starts a new stroke
    const path = (g, y) => steps.map((v, i) => (i && Math.abs(g(v) - g(steps[i - 1])) < 0.3 ? "L" : "M") + X(v).toFixed(1) + " " + y(g(v)).toFixed(1)).join("");
    set(curve, { d: path(f, Y) }); set(slopes, { d: path(slope, YS) });
    const span = [[-edge, edge], [-edge / 2, edge / 2], [0, 8], [-8, 8], [0, 0]][n];
    set(zone, { x: X(span[0]), width: X(span[1]) - X(span[0]) });
    set(bell, { d: `M${X(-8)} ${YS(0)}` + steps.filter((_, i) => i % 8 === 0).map((v) => `L${X(v)} ${YS(0.9 * Math.exp((-v * v) / (2 * spread * spread)))}`).join("") + `L${X(8)} ${YS(0)}Z` });
    // the tangent is drawn as long as the picture has room
    const reach = Math.min(2.5, s ? (0.35 * (high - low)) / s : 9);
    set(tangent, { d: `M${X(z - reach)} ${Y(a - s * reach)}L${X(z + reach)} ${Y(a + s * reach)}` });
    set(plumb, { d: `M${X(z)} ${Y(a)}V${YS(s)}` }); set(dot, { cx: X(z), cy: YS(s) });
    const marks = [[0, 0.5, 1], [-1, 0, 1], [0, 4, 8], [0, 4, 8], [0, 1]][n];
    heights.replaceChildren(...marks.flatMap((v) => [S("path", { d: `M${LEFT} ${Y(v)}H${RIGHT}` }), S("text", { x: 17, y: Y(v) + 4, text: num(v) })]));
    grip.update();
    const vars = { ...numbers(), spread: num(spread), share: num(100 * share, 0) };
    const word = z === 0 && (n === 2 || n === 3) ? "corner" : s === 0 ? "zero" : z === 0 && n < 2 ? "most" : alive ? "alive" : "shut";
    w.say(["at", word, "share"].map((k) => t("say." + k, vars)).join(" "));
    w.publish({ a, slope: s, alive, share });
  }
  return w.start();
}
export default { render, words: WORDS };
