const STEPS = 300, NEAR = 0.05, LOST = 100, SIZE = 430, SHAPES = ["M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0", "M-5.5 -5.5h11v11h-11z", "M0 -7L7 5.5H-7z", "M0 -7.5L7.5 0L0 7.5L-7.5 0z", "M-2.5 -7h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5z"];
const matrix = (surface, kappa) => (surface ? [0.75 + 0.25 * kappa, 0.4330127018922193 * (1 - kappa), 0.25 + 0.75 * kappa] : [1, 0, kappa]);

// One number's step each: state s, slope g, step count from 1; the formulas of course_lib.optim.
const RULES = [
  (s, g, e) => -(e * g),
  (s, g, e, b) => (s.v = b * s.v - e * g),
  (s, g, e, b) => { s.v = b * s.v - e * g; return b * s.v - e * g; },
  (s, g, e) => { s.v = 0.9 * s.v + (1 - 0.9) * (g * g); return -((e * g) / (Math.sqrt(s.v) + 1e-8)); },
  (s, g, e, b, k) => {
    s.m = b * s.m + (1 - b) * g;
    s.v = 0.999 * s.v + (1 - 0.999) * (g * g);
    return -(e * (s.m / (1 - b ** k) / (Math.sqrt(s.v / (1 - 0.999 ** k)) + 1e-8)));
  },
];
function walk(rule, [a, b, d], x, y, eta, beta) {
  const path = [[x, y]], sx = { m: 0, v: 0 }, sy = { m: 0, v: 0 };
  for (let k = 1; k <= STEPS; k++) {
    if (Math.hypot(x, y) <= LOST) {
      const gx = a * x + b * y, gy = b * x + d * y;
      x += rule(sx, gx, eta, beta, k);
      y += rule(sy, gy, eta, beta, k);
    }
    path.push([x, y]);
  }
  return path;
}

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const on = plane({ x: [-3, 3], y: [-1.6, 1.6], size: SIZE, grid: 1, names: ["", ""], label: t("plane") });
  const high = +on.svg.getAttribute("viewBox").split(" ")[3];
  const inner = S("svg", { x: 0, y: 0, width: SIZE, height: high, viewBox: `0 0 ${SIZE} ${high}`, style: `width:${SIZE}px;height:${high}px;overflow:hidden` });
  const rings = S("g", { class: "br-rings" }), lines = S("g"), balls = S("g");
  inner.append(rings, S("circle", { cx: on.X(0), cy: on.Y(0), r: 3, class: "br-goal" }), lines, balls);
  on.marks.append(inner);
  const start = knob(on, { label: t("start"), step: 0.1, range: [-2.8, 2.8], place: () => [get("x"), get("y")], moved: (x, y) => w.change({ x, y }),
    read: () => ({ now: get("x"), text: t("startText", { x: num(get("x")), y: num(get("y")) }) }) });
  on.svg.append(start);

  const rows = SHAPES.map((d, i) => {
    const distance = H("td"), arrival = H("td");
    const node = H("tr", {}, H("th", { scope: "row" }, S("svg", { viewBox: "-9 -9 18 18", class: "br-key", "aria-hidden": "true" }, S("path", { d, class: "br-ball br" + i })), t("names." + i)), distance, arrival);
    return { node, distance, arrival };
  });
  const head = H("tr", {}, ...["who", "distance", "arrival"].map((k) => H("th", { scope: "col", text: t("table." + k) })));
  const table = H("table", { class: "br-table" }, head, ...rows.map((r) => r.node));

  const step = (n) => w.change({ steps: get("steps") + n });
  const tools = w.tools({ step: () => step(1) });
  tools.insertBefore(w.button(t("ten"), () => step(10)), tools.children[1]);
  tools.insertBefore(w.button(t("race"), () => play(6000, (u) => w.change({ steps: Math.round(u * 120) }))), tools.children[2]);
  tools.insertBefore(w.button(t("again"), () => w.change({ steps: 0 })), tools.children[3]);
  w.root.append(w.question(), H("div", { class: "cl-row" }, on.svg, table), w.sentence, tools);

  function draw() {
    const eta = get("eta"), beta = get("beta"), kappa = get("kappa"), turned = get("surface"), k = get("steps");
    const paths = RULES.map((rule) => walk(rule, matrix(turned, kappa), get("x"), get("y"), eta, beta));
    const places = paths.map((p) => p[k]), distance = places.map((p) => Math.hypot(...p)), out = distance.map((d) => +(d > LOST));
    const arrival = paths.map((p) => { let n = STEPS; while (n >= 0 && Math.hypot(...p[n]) < NEAR) n--; return n < STEPS ? n + 1 : -1; });
    const momentum = (2 * (1 + beta)) / kappa, limits = [2 / kappa, momentum, momentum / (1 + 2 * beta)];

    rings.replaceChildren(...[0.75, 1.5, 2.25, 3].map((r) => S("ellipse", { rx: r * on.k, ry: (r / Math.sqrt(kappa)) * on.k, transform: `translate(${on.X(0)} ${on.Y(0)}) rotate(${turned ? -30 : 0})` })));
    const cut = ([x, y]) => `${clamp(on.X(x), -2e3, 2e3).toFixed(1)} ${clamp(on.Y(y), -2e3, 2e3).toFixed(1)}`;
    lines.replaceChildren(...paths.map((p, i) => S("path", { d: "M" + p.slice(0, k + 1).map(cut).join("L"), class: "br-line br" + i })));
    balls.replaceChildren(...places.map((p, i) => S("path", { d: SHAPES[i], transform: `translate(${cut(p)})`, class: "br-ball br" + i })));
    start.update();
    rows.forEach((r, i) => {
      r.distance.textContent = out[i] ? t("out") : num(distance[i], 2);
      r.arrival.textContent = arrival[i] < 0 ? "—" : arrival[i] <= k ? t("after", { n: arrival[i] }) : t("yet");
    });

    const near = distance.reduce((best, d, i) => (d < distance[best] ? i : best), 0);
    const home = [0, 1, 2, 3, 4].filter((i) => arrival[i] >= 0 && arrival[i] <= k).sort((i, j) => arrival[i] - arrival[j]);
    const vars = { k, who: t("names." + (home.length ? home[0] : near)), d: num(distance[near], 2), n: arrival[home[0]], home: home.length, eta: num(eta, 3), limit: num(limits[0], 3), nesterov: num(limits[2], 3), momentum: num(limits[1], 3), p: num((100 * eta) / limits[0], 0), b: num(beta) };
    const limit = eta > limits[1] ? "all" : eta > limits[0] ? "plain" : eta > limits[2] && beta ? "nesterov" : "below";
    w.say(t("say." + (!k ? "begin" : home.length ? "home" : "run"), vars) + " " + t("say." + limit, vars));
    set(inner, { role: "img", "aria-label": t("balls", { list: places.map((p, i) => t("names." + i) + " " + (out[i] ? t("out") : num(distance[i], 2))).join(", ") }) });
    w.publish({ places, distance, out, arrival, limits });
  }
  return w.start();
}
export default { render, words: WORDS };
