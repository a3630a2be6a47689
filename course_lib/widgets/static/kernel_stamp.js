const PX = 26, SIDE = 6, NINE = [0, 1, 2, 3, 4, 5, 6, 7, 8];

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const { pictures, filters } = get("data");

  // the picture, with the window's frame and a knob at its corner
  const at = (i) => ({ x: (i % 8) * PX, y: Math.floor(i / 8) * PX });
  const cells = Array.from({ length: 64 }, (_, i) => S("rect", { ...at(i), width: PX, height: PX, class: "ks-cell" }));
  const frame = S("rect", { width: 3 * PX, height: 3 * PX, class: "ks-frame" });
  const svg = S("svg", { viewBox: `-3 -3 ${8 * PX + 18} ${8 * PX + 18}`, role: "group", "aria-label": t("shown") }, ...cells, frame);
  const on = { X: (x) => x * PX, Y: (y) => -y * PX, at: (e) => { const p = point(svg, e); return [p.x / PX, -p.y / PX]; } };
  const grip = knob(on, { label: t("knob"), step: 1, range: [0, 35],
    place: () => [get("column") + 2, -get("row") - 2],
    moved: (x, y) => w.change({ column: x - 2, row: -y - 2 }),
    read: () => ({ now: SIDE * get("row") + get("column") - 7, text: t("place", { row: get("row"), column: get("column") }) }) });
  svg.append(grip);

  // the nine weights, and under them what they make of the window
  const inputs = NINE.map((i) => H("input", { type: "number", min: -9, max: 9, step: 1, "aria-label": t("weight", { row: Math.floor(i / 3) + 1, column: (i % 3) + 1 }),
    onchange: (e) => { const all = [...get("weights")]; all[i] = clamp(Math.round(+e.target.value) || 0, -9, 9); w.change({ weights: all }); draw(); } }));
  const products = NINE.map(() => H("span"));
  const grid = (name, kids) => H("div", {}, H("p", { class: "ks-name", text: t(name) }), H("div", { class: "ks-grid" }, ...kids));

  // the map
  const stand = (k) => w.change({ row: Math.floor(k / SIDE) + 1, column: (k % SIDE) + 1 });
  const spots = Array.from({ length: 36 }, (_, i) => {
    const x = (i % SIDE) * PX, y = Math.floor(i / SIDE) * PX;
    const box = S("rect", { x, y, width: PX, height: PX, class: "ks-cell" });
    const text = S("text", { x: x + PX / 2, y: y + PX / 2 + 5, class: "ks-number" });
    return { box, text, node: S("g", { class: "ks-spot", onclick: () => stand(i) }, box, text) };
  });
  const here = S("rect", { width: PX, height: PX, class: "ks-frame" });
  const map = S("svg", { viewBox: `-3 -3 ${SIDE * PX + 6} ${SIDE * PX + 6}`, role: "img" }, ...spots.map((s) => s.node), here);
  const presets = H("div", { class: "cl-tools" }, ...filters.map((f, i) => w.button(t("names." + i), () => w.change({ weights: f }))));
  const next = () => stand((SIDE * get("row") + get("column") - 6) % 36);
  w.root.append(w.question(), H("div", { class: "cl-row" },
    H("figure", {}, H("figcaption", { class: "ks-name", text: t("shown") }), svg),
    H("div", { class: "ks-middle" }, grid("weights", inputs), grid("products", products)),
    H("figure", {}, H("figcaption", { class: "ks-name", text: t("map", { side: SIDE }) }), map)), presets, w.sentence, w.tools({ step: next, label: t("step") }));

  function draw() {
    const x = pictures[get("shape")], weights = get("weights"), row = get("row") - 1, column = get("column") - 1, relu = get("relu");
    const see = (i, j) => NINE.map((k) => x[8 * (i + Math.floor(k / 3)) + j + (k % 3)]);
    const add = (list) => list.reduce((s, v) => s + v, 0);
    const times = (window) => window.map((v, k) => v * weights[k]);
    const window = see(row, column), each = times(window), sum = add(each), bend = (z) => (relu ? Math.max(0, z) : z);
    const answers = spots.map((_, i) => bend(add(times(see(Math.floor(i / SIDE), i % SIDE)))));
    const reach = Math.max(1, ...answers.map(Math.abs));
    cells.forEach((c, i) => c.classList.toggle("ks-ink", x[i] === 1));
    set(frame, { x: column * PX, y: row * PX });
    grip.update();
    inputs.forEach((input, k) => (input.value = weights[k]));
    products.forEach((p, k) => set(p, { text: num(each[k]), class: each[k] > 0 ? "ks-plus" : each[k] < 0 ? "ks-minus" : "" }));
    spots.forEach((s, i) => {
      const v = answers[i];
      set(s.box, { class: "ks-cell " + (v > 0 ? "ks-up" : v < 0 ? "ks-down" : ""), "fill-opacity": v ? 0.15 + (0.4 * Math.abs(v)) / reach : 1 });
      s.text.textContent = num(v);
    });
    set(here, { x: column * PX, y: row * PX });
    set(map, { "aria-label": t("mapText", { rows: [0, 1, 2, 3, 4, 5].map((r) => answers.slice(SIDE * r, SIDE * r + SIDE).map((v) => num(v)).join(" ")).join("; ") }) });
    const count = (test) => answers.filter(test).length;
    const vars = { row: row + 1, column: column + 1, sum: num(sum), plus: count((v) => v > 0), minus: count((v) => v < 0), none: count((v) => !v) };
    const kind = sum > 0 ? "plus" : sum < 0 ? "minus" : add(window) ? "even" : "empty";
    w.say(t("say.at", vars) + t("say." + kind) + (relu && sum < 0 ? t("say.cut") : "") + " " + t("say.all", vars));
    w.publish({ window, products: each, sum, answer: bend(sum), map: answers });
  }
  return w.start();
}
export default { render, words: WORDS };
