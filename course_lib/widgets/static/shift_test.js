const CELL = 20, FIVE = 5;

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const film = get("data");

  // the sheet: drag the digit by the knob in its middle
  const dots = Array.from({ length: 64 }, () => S("rect", { width: CELL, height: CELL }));
  const sheet = S("svg", { viewBox: `-2 -2 ${12 * CELL + 4} ${12 * CELL + 4}`, role: "group" },
    S("rect", { width: 12 * CELL, height: 12 * CELL, class: "st-sheet" }), ...dots);
  const on = { X: (x) => (6 + x) * CELL, Y: (y) => (6 - y) * CELL, at: (e) => { const p = point(sheet, e); return [p.x / CELL - 6, 6 - p.y / CELL]; } };
  const where = () => ({ right: num(get("right")), down: num(get("down")), digit: get("digit") });
  const grip = knob(on, { label: t("knob"), step: 1, range: [0, 24],
    place: () => [get("right"), -get("down")],
    moved: (x, y) => w.change({ right: x, down: -y }),
    read: () => ({ now: FIVE * (get("down") + 2) + get("right") + 2, text: t("knobText", where()) }) });
  sheet.append(grip);

  // four nets, one row each
  const rows = w.words.nets.map((name) => {
    const cells = [H("td"), H("td")];
    return { cells, node: H("tr", {}, H("th", { scope: "row", text: name }), ...cells) };
  });
  const nets = H("table", { class: "st-nets" }, H("thead", {}, H("tr", {}, ...w.words.head.map((text) => H("th", { scope: "col", text })))), H("tbody", {}, ...rows.map((r) => r.node)));

  // the table of the chosen net, by shift; a click moves the digit there
  const spots = Array.from({ length: 25 }, (_, i) => {
    const x = (i % FIVE) * 44, y = Math.floor(i / FIVE) * 34;
    const back = S("rect", { x, y, width: 44, height: 34, class: "st-back" }), box = S("rect", { x, y, width: 44, height: 34, class: "st-cell" }), text = S("text", { x: x + 22, y: y + 22 });
    return { box, text, node: S("g", { class: "st-spot", onclick: () => w.change({ right: (i % FIVE) - 2, down: Math.floor(i / FIVE) - 2 }) }, back, box, text) };
  });
  const here = S("rect", { width: 44, height: 34, class: "st-here" });
  const map = S("svg", { viewBox: "-2 -2 224 174", role: "img" }, ...spots.map((s) => s.node), here);
  const head = H("figcaption");
  const digit = w.dial("digit", t("digit"));
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("figure", { class: "st-left" }, sheet, digit), H("figure", {}, nets)),
    w.sentence, H("figure", { class: "st-table" }, head, map), w.tools({ step: () => w.change({ right: get("right") < 2 ? get("right") + 1 : -2 }), label: t("step") }));

  function draw() {
    const right = get("right"), down = get("down"), net = get("net"), place = get("place"), k = FIVE * (down + 2) + right + 2, number = get("digit");
    const table = film.table[place][net], four = [0, 1, 2, 3];
    const share = four.map((i) => film.table[place][i][k]), answer = four.map((i) => +film.answers[place][i][number][k]), sure = four.map((i) => film.sure[place][i][number][k]);
    film.pictures[number].forEach((ink, i) => set(dots[i], { x: (2 + right + (i % 8)) * CELL, y: (2 + down + Math.floor(i / 8)) * CELL, class: "st-ink", "fill-opacity": ink / 16 }));
    set(sheet, { "aria-label": t("sheet", where()) });
    grip.update();
    digit.update();
    rows.forEach((r, i) => {
      set(r.cells[0], { text: (answer[i] === number ? "✓ " : "✗ ") + t("sure", { answer: answer[i], sure: sure[i] }), class: answer[i] === number ? "st-good" : "st-bad" });
      r.cells[1].textContent = num(share[i], 0) + " %";
      r.node.classList.toggle("st-chosen", i === net);
    });
    spots.forEach((s, i) => {
      set(s.box, { "fill-opacity": (0.6 * table[i]) / 100 });
      s.text.textContent = num(table[i], 0);
    });
    set(here, { x: (right + 2) * 44, y: (down + 2) * 34 });
    head.textContent = t("table", { net: w.words.nets[net] });
    set(map, { "aria-label": t("cells", { rows: four.concat(4).map((r) => table.slice(FIVE * r, FIVE * r + FIVE).map((v) => num(v, 0)).join(" ")).join("; ") }) });
    const good = answer.filter((a) => a === number).length;
    const vars = { ...where(), place: w.words.places[place], low: Math.floor(Math.min(...share)), count: good, ...Object.fromEntries(share.map((v, i) => ["s" + i, num(v, 0)])) };
    w.say(t(right || down || vars.low < 90 ? "say.moved" : "say.still", vars) + " " + t(good === 4 ? "say.all" : "say.right", vars));
    w.publish({ table, share, answer, sure });
  }
  return w.start();
}
export default { render, words: WORDS };
