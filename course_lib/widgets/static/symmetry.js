const ALIKE = 0.3, EVERY = 4, EDGE = 7, SIZE = 260;

// How many units are left if of each group that lies close together only one is counted.
const kinds = (units) => {
  let left = units, count = 0;
  for (; left.length; count++) {
    const [a] = left;
    left = left.filter((b) => Math.max(Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])) > ALIKE);
  }
  return count;
};

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const film = get("data"), last = w.limits.steps[1];
  const nets = [0, 1].map((i) => {
    const on = plane({ x: [-EDGE, EDGE], y: [-EDGE, EDGE], size: 260, grid: 3, names: ["w₁", "w₂"] });
    const head = H("figcaption");
    set(on.svg, { role: "img" });
    return { ...on, head, box: H("figure", {}, head, on.svg) };
  });

  // the distance between the units, on a logarithmic axis
  const X = (s) => 46 + (s / last) * (SIZE - 62), Y = (v) => 22 + ((1 - Math.log10(v)) / 8) * (SIZE - 66);
  const line = S("path", { class: "sy-line" }), now = S("path", { class: "sy-now" }), dot = S("circle", { r: 5, class: "sy-dot" });
  const chart = S("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img" }, S("g", { class: "cl-grid" },
    ...["10", "1", "0.1", "0.01", "0.001", "10⁻⁴", "10⁻⁵", "10⁻⁶", "10⁻⁷"].flatMap((text, i) => (i % 2 ? [S("path", { d: `M46 ${Y(10 ** (1 - i))}H${SIZE - 16}` }), S("text", { x: 23, y: Y(10 ** (1 - i)) + 4, text })] : [])),
    ...[0, 100, 200].map((s) => S("text", { x: X(s), y: SIZE - 24, text: s })), S("text", { x: X(last / 2), y: SIZE - 7, text: t("axis") })), now, line, dot);

  const train = (n) => w.change({ steps: get("steps") + n });
  const tools = w.tools({ step: () => train(EVERY), label: t("step") });
  tools.insertBefore(w.button(t("more"), () => train(40)), tools.children[1]);
  tools.insertBefore(w.button(t("again"), () => w.change({ steps: 0 })), tools.children[2]);
  w.root.append(w.question(), H("div", { class: "cl-row" }, ...nets.map((n) => n.box), H("figure", {}, H("figcaption", { text: t("chart") }), chart)), w.sentence, tools);

  function draw() {
    const start = get("start"), noise = get("noise") + 1, k = get("steps") / EVERY, rows = [0, noise];
    const weights = rows.map((i) => film.weights[start][i][k]), loss = rows.map((i) => film.loss[start][i][k]), distance = rows.map((i) => film.distance[start][i][k]);
    const count = weights.map(kinds), name = t("noises." + get("noise"));
    nets.forEach((net, i) => {
      const groups = [];
      weights[i].forEach((u) => {
        const g = groups.find(([c]) => Math.abs(net.X(c[0]) - net.X(u[0])) + Math.abs(net.Y(c[1]) - net.Y(u[1])) < 7);
        if (g) g.push(u); else groups.push([u]);
      });
      net.marks.replaceChildren(...weights[i].map(([a, b]) => S("circle", { cx: net.X(a), cy: net.Y(b), r: 6, class: "sy-unit" })),
        ...groups.filter((g) => g.length > 1).map((g) => S("text", { x: net.X(g[0][0]) + 9, y: net.Y(g[0][1]) - 8, class: "sy-times", text: "×" + g.length })));
      net.head.textContent = t(i ? "noisy" : "equal", { noise: name });
      set(net.svg, { "aria-label": t("planeText", { net: t(i ? "noisy" : "equal", { noise: name }), n: count[i], where: groups.map((g) => `${g.length} × (${num(g[0][0])}, ${num(g[0][1])})`).join("; ") }) });
    });
    const growth = film.distance[start][noise].slice(0, k + 1);
    set(line, { d: "M" + growth.map((g, j) => `${X(j * EVERY)} ${Y(g).toFixed(1)}`).join("L") });
    set(dot, { cx: X(k * EVERY), cy: Y(growth[k]) });
    set(now, { d: `M${X(k * EVERY)} 22V${SIZE - 44}` });
    const tiny = (v) => (v < 0.001 ? v.toFixed(7).replace(/0+$/, "") : num(v, 3));
    const vars = { k: get("steps"), l0: num(loss[0], 3), l1: num(loss[1], 3), n0: count[0], n1: count[1], noise: name, from: tiny(growth[0]), to: tiny(growth[k]), times: num(growth[k] / growth[0], 0) };
    set(chart, { "aria-label": t("chartText", vars) });
    const kind = !k ? "begin" : count[1] === 1 ? "hidden" : count[1] < 6 ? "some" : "all";
    w.say(t("say." + kind, vars) + " " + t("say.loss" + (start && k ? 1 : 0), vars));
    w.publish({ weights, loss, kinds: count, distance });
  }
  return w.start();
}
export default { render, words: WORDS };
