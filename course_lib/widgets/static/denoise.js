const STEPS = 6;

// mulberry32, four even numbers added: the same numbers as in Python, bit by bit
const noise = (seed, count) => {
  let a = seed | 0;
  const even = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return Array.from({ length: count }, () => (even() + even() + even() + even() - 2) * Math.sqrt(3));
};
const numbers = ({ bytes, scale }) => Float64Array.from(atob(bytes), (c) => ((c.charCodeAt(0) << 24) >> 24) * scale);
const dense = (x, W, b) => Array.from(b, (bias, j) => {
  let s = 0;
  for (let i = 0; i < x.length; i++) s += x[i] * W[j * x.length + i];
  return s + bias;
});
const bend = (z) => z.map((v) => (v > 0 ? v : 0));

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w, { weights, hidden } = get("data");
  const [W0, b0, W1, b1, W2, b2] = ["0.w", "0.b", "2.w", "2.b", "4.w", "4.b"].map((name) => numbers(weights[name]));
  const guess = (x, u, digit) => {
    const angle = 0.5 * Math.PI * u, asked = Array.from({ length: 10 }, (_, k) => +(k === digit));
    return dense(bend(dense(bend(dense([...x, Math.cos(angle), Math.sin(angle), ...asked], W0, b0)), W1, b1)), W2, b2);
  };
  const strip = H("div", { class: "dn-strip" });
  const seed = w.button(t("seed"), () => w.change({ seed: (get("seed") % w.limits.seed[1]) + 1 }));
  const tools = w.tools({ step: () => w.change({ steps: get("steps") + 1 }), label: t("more_steps") });
  tools.insertBefore(seed, tools.children[1]);
  tools.insertBefore(w.button(t("single"), () => w.change({ steps: 1 })), seed);
  w.root.append(w.question(), strip, w.sentence, tools);

  // Ink from -1, white paper, to 1, black; on paper in dark mode, too. A canvas is fast enough.
  const tile = () => H("canvas", { width: 8, height: 8, role: "img", class: "dn-tile" });
  const paint = (canvas, x, label) => {
    const pen = canvas.getContext("2d"), image = pen.createImageData(8, 8);
    for (let i = 0; i < 64; i++) {
      const grey = Math.round(127.5 * (1 - clamp(x[i], -1, 1)));
      image.data.set([grey, grey, grey, 255], 4 * i);
    }
    pen.putImageData(image, 0, 0);
    set(canvas, { "aria-label": label });
  };
  const under = tile(), none = H("span", { class: "dn-none", text: t("nothing") });
  const columns = Array.from({ length: STEPS }, () => {
    const head = H("span"), top = tile(), foot = tile(), end = H("span", { class: "dn-end", text: t("end") });
    return { head, top, foot, end, box: H("div", {}, head, top, foot, end) };
  });
  strip.append(H("div", {}, H("span", { text: t("under") }), under, none), ...columns.map((c) => c.box));

  function draw() {
    const digit = get("digit"), level = get("level"), steps = get("steps"), told = get("told");
    const clean = hidden[digit].map((v) => v / 8 - 1), c = Math.cos(0.5 * Math.PI * level), s = Math.sin(0.5 * Math.PI * level);
    const n = noise(get("seed"), 64);
    let x = clean.map((v, i) => c * v + s * n[i]);
    const seen = [x], guesses = [];
    for (let k = 0; k < steps; k++) {
      const a = 0.5 * Math.PI * ((level * (steps - k)) / steps), b = 0.5 * Math.PI * ((level * (steps - k - 1)) / steps);
      const g = guess(x, (level * (steps - k)) / steps, told ? digit : -1);
      x = x.map((v, i) => Math.cos(b) * g[i] + Math.sin(b) * ((v - Math.cos(a) * g[i]) / Math.sin(a)));
      guesses.push(g);
      seen.push(x);
    }
    const off = Math.sqrt(x.reduce((sum, v, i) => sum + (v - clean[i]) ** 2, 0) / 64), mean = x.reduce((sum, v) => sum + v) / 64;
    const contrast = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 64);

    const shown = [...new Set([0, 1, 2, 3, 4, 5].map((i) => Math.floor((i * steps) / 5 + 0.5)))];
    set(under, { hidden: level === 1 });
    set(none, { hidden: level < 1 });
    paint(under, clean, t("underText", { digit }));
    columns.forEach(({ head, top, foot, end, box }, i) => {
      const k = shown[i], last = k === steps;
      set(box, { hidden: k === undefined });
      if (k === undefined) return;
      head.textContent = k ? t("step", { k }) : t("start");
      paint(top, seen[k], k ? t("stepText", { k }) : t("startText"));
      set(foot, { hidden: last });
      set(end, { hidden: !last });
      if (!last) paint(foot, guesses[k], t("guessText", { k }));
    });
    const vars = { digit, level: num(level), steps, off: num(off), contrast: num(contrast), one: steps === 1 ? t("oneStep") : t("steps", { steps }) };
    const how = told ? "told" : "untold", many = steps === 1 ? "One" : "Many";
    w.say(t("say." + (level < 1 ? (level > 0.8 ? "much" : "under") : how + many), vars) + " " + t("say.contrast", vars));
    w.publish({ end: x, guess: guesses[0], off, contrast });
  }
  return w.start();
}
export default { render, words: WORDS };
