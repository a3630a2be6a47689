const GRID = Array.from({ length: 401 }, (_, i) => i / 400), EXTRA = 4, GENTLE = 20, HANDLES = 10;
const LEFT = 34, RIGHT = 414, TOP = 12, FLOOR = 232, LOW = -0.15, HIGH = 1.2;
const CURVES = [(x) => 0.5 + 0.4 * Math.sin(2 * Math.PI * x), (x) => Math.abs(x - 0.3), (x) => Math.sqrt(Math.max(x, 0)), (x) => (x < 0.37 ? 0.2 : 0.8)];
const up = (z) => { const e = Math.exp(-Math.abs(z)); return (z >= 0 ? 1 : e) / (1 + e); };

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const X = (x) => LEFT + x * (RIGHT - LEFT), Y = (y) => FLOOR - ((y - LOW) / (HIGH - LOW)) * (FLOOR - TOP);
  const grid = S("g", { class: "cl-grid" });
  [0, 0.25, 0.5, 0.75, 1].forEach((x) => grid.append(S("path", { d: `M${X(x)} ${TOP}V${FLOOR}` }), S("text", { x: X(x), y: FLOOR + 16, text: num(x) })));
  [0, 0.5, 1].forEach((y) => grid.append(S("path", { d: `M${LEFT} ${Y(y)}H${RIGHT}` }), S("text", { x: 16, y: Y(y) + 4, text: num(y) })));
  const wanted = S("path", { class: "bb-wanted" }), made = S("path", { class: "bb-made" }), parts = S("path", { class: "bb-parts" }), gap = S("path", { class: "bb-gap" });
  // bumps may rise beyond the picture: cut them off
  const frame = S("svg", { x: LEFT, y: TOP, width: RIGHT - LEFT, height: FLOOR - TOP, viewBox: `${LEFT} ${TOP} ${RIGHT - LEFT} ${FLOOR - TOP}`, style: `width:${RIGHT - LEFT}px;height:${FLOOR - TOP}px;overflow:hidden` }, parts, wanted, made, gap);
  const picture = S("svg", { viewBox: "0 0 424 254", role: "group", "aria-label": t("picture") }, grid, frame);

  // heights of the bumps; gentle ones, measured on the curve, go on beyond both ends
  const own = () => get("heights").length === get("bumps");
  const measured = (extra) => Array.from({ length: get("bumps") + 2 * extra }, (_, i) => CURVES[get("target")]((i - extra + 0.5) / get("bumps")));
  const shown = () => (own() ? get("heights") : measured(0));
  const on = { X, Y, at: (e) => { const p = point(picture, e); return [0, LOW + ((FLOOR - p.y) / (FLOOR - TOP)) * (HIGH - LOW)]; } };
  const grips = Array.from({ length: HANDLES }, (_, i) => knob(on, {
    label: t("height", { i: i + 1 }), step: 0.02, range: [-0.5, 1.5],
    place: () => [(i + 0.5) / get("bumps"), clamp(shown()[i] ?? 0, LOW, HIGH)],
    moved: (_, y) => w.change({ heights: shown().map((v, k) => (k === i ? Math.round(50 * y) / 50 : v)) }),
    read: () => ({ now: shown()[i] ?? 0, text: t("heightText", { h: num(shown()[i] ?? 0) }) }),
  }));
  picture.append(...grips);

  // log–log paper: the law of sharp steps, and where we are
  const LX = (n) => 34 + (Math.log2(n) / 6) * 160, LY = (e) => 200 - (Math.log10(clamp(e, 0.002, 1) / 0.002) / Math.log10(500)) * 180;
  const paper = S("g", { class: "cl-grid" });
  [1, 2, 4, 8, 16, 32, 64].forEach((n) => paper.append(S("path", { d: `M${LX(n)} 20V200` }), S("text", { x: LX(n), y: 216, text: n })));
  [1, 0.1, 0.01].forEach((e) => paper.append(S("path", { d: `M34 ${LY(e)}H194` }), S("text", { x: 15, y: LY(e) + 4, text: num(e) })));
  const line = S("path", { class: "bb-law" }), now = S("rect", { width: 12, height: 12, class: "bb-now" });
  const law = S("svg", { viewBox: "0 0 204 240", role: "img" }, paper, line, now,
    S("text", { x: 34, y: 12, text: t("law") }), S("text", { x: 114, y: 234, class: "bb-mid", text: t("bumps") }));

  const legend = H("p", { class: "bb-legend" }, ...["wanted", "made", "parts", "gap", "law", "now"].map((k) => H("span", {}, H("b", { class: "bb-key-" + k }), " " + t("legend." + k))));
  const tools = w.tools({ step: () => w.change({ bumps: 2 * get("bumps"), heights: [] }), label: t("twice") });
  tools.insertBefore(w.button(t("fit"), () => w.change({ heights: [] })), tools.children[1]);
  tools.insertBefore(w.button(t("flat"), () => w.change({ heights: Array(get("bumps")).fill(0) })), tools.children[2]);
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("div", { class: "bb-wide" }, picture), H("div", { class: "bb-small" }, law)), legend, w.sentence, tools);

  function draw() {
    const n = get("bumps"), s = get("steepness"), f = CURVES[get("target")], mine = own(), extra = mine || s >= GENTLE ? 0 : EXTRA;
    const all = mine ? get("heights") : measured(extra), heights = shown();
    const answer = (x) => {
      let y = all[0];
      for (let k = 1; k < all.length; k++) y += (all[k] - all[k - 1]) * up(s * (n * x - (k - extra)));
      return y;
    };
    const y = GRID.map(answer), off = y.map((v, i) => Math.abs(v - f(GRID[i])));
    const worst = Math.max(...off), at = off.indexOf(worst), rms = Math.sqrt(off.reduce((a, v) => a + v * v, 0) / off.length);
    const errors = get("data").sharp[get("target")], sharp = errors[n - 1];
    const path = (values) => values.map((v, i) => (i ? "L" : "M") + X(i / (values.length - 1)).toFixed(1) + " " + Y(v).toFixed(1)).join("");
    set(wanted, { d: path(GRID.map(f)) });
    set(made, { d: path(y) });
    const edge = (k, x) => (k <= 0 ? 1 : k >= all.length ? 0 : up(s * (n * x - (k - extra))));
    set(parts, { d: n <= 16 ? all.map((h, k) => path(GRID.map((x) => h * (edge(k, x) - edge(k + 1, x))))).join("") : "" });
    set(gap, { d: `M${X(GRID[at])} ${Y(y[at])}V${Y(f(GRID[at]))}` });
    grips.forEach((g, i) => { const used = n <= HANDLES && i < n; g.style.display = used ? "" : "none"; if (used) g.update(); });
    set(line, { d: errors.map((e, i) => (i ? "L" : "M") + LX(i + 1).toFixed(1) + " " + LY(e).toFixed(1)).join("") });
    set(now, { x: LX(n) - 6, y: LY(worst) - 6 });
    set(law, { "aria-label": t("lawText", { n, worst: num(worst, 3), sharp: num(sharp, 3) }) });
    const word = mine ? "own" : get("target") === 3 ? "jump" : n === 1 ? "one" : worst < 0.75 * sharp ? "gentle" : worst > 1.1 * sharp ? "soft" : get("target") === 2 ? "root" : "sharp";
    w.say(t("say.off", { n, worst: num(worst, 3), rms: num(rms, 3) }) + " " + t("say." + word, { sharp: num(sharp, 3), x: num(GRID[at]) }));
    w.publish({ worst, rms, sharp, heights });
  }
  return w.start();
}
export default { render, words: WORDS };
