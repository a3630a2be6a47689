const LEFT = 30, RIGHT = 410, TOP = 16, FLOOR = 230, SHIFT = 4;
const GRID = Array.from({ length: 361 }, (_, i) => (i - 180) / 20);
const up = (z) => { const e = Math.exp(-Math.abs(z)); return (z >= 0 ? 1 : e) / (1 + e); };
const relu = (z) => Math.max(z, 0);

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const X = (z) => LEFT + ((z + 9) / 18) * (RIGHT - LEFT), Y = (a) => FLOOR - ((a + 0.4) / 1.8) * (FLOOR - TOP);
  const bump = () => get("target") === 1, at0 = () => (bump() ? -SHIFT : 0);
  const one = (z) => get("v1") * relu(z - get("k1")) + get("v2") * relu(z - get("k2"));
  const made = (z) => (bump() ? one(z + SHIFT) - one(z - SHIFT) : one(z));
  const wanted = (z) => (bump() ? up(z + SHIFT) - up(z - SHIFT) : up(z));
  const grid = S("g", { class: "cl-grid" });
  for (let z = -8; z <= 8; z += 4) grid.append(S("path", { d: `M${X(z)} ${TOP}V${FLOOR}` }), S("text", { x: X(z), y: FLOOR + 16, text: num(z) }));
  [0, 0.5, 1].forEach((a) => grid.append(S("path", { d: `M${LEFT} ${Y(a)}H${RIGHT}` }), S("text", { x: 14, y: Y(a) + 4, text: a })));
  const smooth = S("path", { class: "tr-smooth" }), broken = S("path", { class: "tr-broken" }), parts = S("path", { class: "tr-parts" }), gap = S("path", { class: "tr-gap" });
  // the parts rise beyond the picture: cut them off
  const frame = S("svg", { x: LEFT, y: TOP, width: RIGHT - LEFT, height: FLOOR - TOP, viewBox: `${LEFT} ${TOP} ${RIGHT - LEFT} ${FLOOR - TOP}`, style: `width:${RIGHT - LEFT}px;height:${FLOOR - TOP}px;overflow:hidden` }, parts, smooth, broken, gap);
  const picture = S("svg", { viewBox: "0 0 420 252", role: "group", "aria-label": t("picture") }, grid, frame);
  const on = { X, Y, at: (e) => [((point(picture, e).x - LEFT) / (RIGHT - LEFT)) * 18 - 9, 0] };
  const grips = ["k1", "k2"].map((k, i) => knob(on, {
    label: t("bend" + (i + 1)), step: 0.05, range: [-6, 6],
    place: () => { const z = get(k) + at0(); return [z, clamp(made(z), -0.4, 1.4)]; },
    moved: (z) => w.change({ [k]: z - at0() }),
    read: () => ({ now: get(k), text: t("bendText", { k: num(get(k)) }) }),
  }));
  picture.append(...grips);
  const legend = H("p", { class: "tr-legend" }, ...["smooth", "broken", "parts", "gap"].map((k) => H("span", {}, H("b", { class: "tr-key-" + k }), " " + t("legend." + k))));
  const formula = H("p", { class: "tr-formula" }), note = H("p", { class: "tr-note" });
  w.root.append(w.question(), picture, legend, formula, note, w.sentence, w.tools());

  function draw() {
    const [k1, k2, v1, v2] = ["k1", "k2", "v1", "v2"].map(get);
    const path = (f, zs = GRID) => zs.map((z, i) => (i ? "L" : "M") + X(z).toFixed(2) + " " + Y(f(z)).toFixed(2)).join("");
    const off = GRID.map((z) => Math.abs(made(z) - wanted(z))), worst = Math.max(...off), place = GRID[off.indexOf(worst)];
    const rms = Math.sqrt(off.reduce((s, v) => s + v * v, 0) / off.length);
    const ends = bump() ? [-SHIFT, SHIFT] : [0], sign = [1, -1];
    set(smooth, { d: path(wanted) });
    set(broken, { d: path(made, [-9, ...ends.flatMap((c) => [k1 + c, k2 + c]), 9].sort((a, b) => a - b)) });
    set(parts, { d: ends.map((c, i) => [[k1, v1], [k2, v2]].map(([k, v]) => path((z) => sign[i] * v * relu(z - k - c), [-9, k + c, 9])).join("")).join("") });
    set(gap, { d: `M${X(place)} ${Y(made(place))}V${Y(wanted(place))}` });
    grips.forEach((g) => g.update());
    const signed = (v, digits) => (v < 0 ? "− " : "+ ") + num(Math.abs(v), digits);
    formula.textContent = t("sum", { v1: num(v1, 3), k1: signed(-k1), v2: signed(v2, 3), k2: signed(-k2) });
    note.textContent = bump() ? t("bump") : "";
    const left = v1 + v2, height = v1 * (k2 - k1);
    const word = Math.abs(left) > 1e-9 ? (left > 0 ? "rises" : "falls") : k2 < k1 ? "order" : Math.abs(height - 1) > 0.021 ? "height" : "ramp";
    const best = word === "ramp" && worst < 0.06;
    w.say(["worst", word, ...(best ? ["best"] : [])].map((k) => t("say." + k, { worst: num(worst, 3), rms: num(rms, 3), height: num(height) })).join(" "));
    w.publish({ worst, rms, relus: bump() ? 4 : 2 });
  }
  return w.start();
}
export default { render, words: WORDS };
