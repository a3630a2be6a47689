const LONGEST = 160, WINDOW = 4, WIDE = 420, HIGH = 120, LEFT = 36;

// mulberry32: the same even numbers as in Python, bit by bit
const dice = (seed, count) => {
  let a = seed | 0;
  return Array.from({ length: count }, () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  });
};
const numbers = ({ bytes, scale }) => Float64Array.from(atob(bytes), (c) => ((c.charCodeAt(0) << 24) >> 24) * scale);

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w, { alphabet, weights } = get("data");
  const [E, W1, b1, W2, b2] = ["0.w", "1.w", "1.b", "4.w", "4.b"].map((name) => numbers(weights[name]));
  const K = alphabet.length, size = E.length / K, inputs = WINDOW * size, H_ = b1.length;
  const sign = (c) => ({ " ": "␣", "\n": "⏎" })[c] ?? c, spoken = (c) => (c === " " ? t("space") : c === "\n" ? t("line") : c);

  function scores(window) {
    const a = new Float64Array(H_), z = new Float64Array(K);
    for (let j = 0; j < H_; j++) {
      let s = 0;
      for (let i = 0; i < inputs; i++) s += E[window[(i / size) | 0] * size + (i % size)] * W1[j * inputs + i];
      a[j] = Math.tanh(s + b1[j]);
    }
    for (let k = 0; k < K; k++) {
      let s = 0;
      for (let j = 0; j < H_; j++) s += a[j] * W2[k * H_ + j];
      z[k] = s + b2[k];
    }
    return z;
  }
  const softmax = (z, T) => {
    const top = Math.max(...z), e = Array.from(z, (v) => Math.exp((v - top) / T)), sum = e.reduce((s, v) => s + v);
    return e.map((v) => v / sum);
  };
  const pick = (p, u) => {
    let sum = 0, at = 0;
    for (const v of p) { sum += v; if (sum <= u) at++; }
    return Math.min(at, K - 1);
  };

  const page = H("p", { class: "nl-page" }), chart = S("svg", { viewBox: `0 0 ${WIDE} ${HIGH + 26}`, role: "img" });
  const grid = S("g", { class: "cl-grid" }), bars = S("g");
  chart.append(grid, bars);
  const seed = w.button(t("seed"), () => w.change({ seed: (get("seed") % w.limits.seed[1]) + 1 }));
  const tools = w.tools({ step: () => w.change({ letters: get("letters") + 1 }), label: t("one") });
  tools.insertBefore(seed, tools.children[1]);
  w.root.append(w.question(), H("figure", {}, H("figcaption", { text: t("page") }), page), H("figure", {}, H("figcaption", { text: t("chart") }), chart), w.sentence, tools);

  function draw() {
    const T = get("temperature"), count = get("letters"), start = w.limits.start[get("start")];
    const thrown = dice(get("seed"), LONGEST + 1), text = [...start].map((c) => alphabet.indexOf(c)).slice(-WINDOW);
    for (let i = 0; i < count; i++) text.push(pick(softmax(scores(text.slice(-WINDOW)), T), thrown[i]));
    const written = text.slice(WINDOW), z = scores(text.slice(-WINDOW)), p = softmax(z, T), plain = softmax(z, 1), die = thrown[count];
    const open = 2 ** -p.reduce((s, v) => s + v * Math.log2(Math.max(v, 1e-300)), 0), next = pick(p, die);

    const shown = written.map((i) => (alphabet[i] === "\n" ? " ⏎ " : alphabet[i])).join("");
    page.replaceChildren(H("b", { text: start }), shown.slice(0, -WINDOW), H("mark", { text: shown.slice(-WINDOW) }), H("span", { "aria-hidden": "true", text: "▏" }));
    const step = (WIDE - LEFT) / K, Y = (v) => 8 + (1 - v) * (HIGH - 8);
    grid.replaceChildren(...[0, 0.5, 1].flatMap((v) => [S("path", { d: `M${LEFT} ${Y(v)}H${WIDE}` }), S("text", { x: 14, y: Y(v) + 4, text: num(100 * v, 0) + " %" })]));
    bars.replaceChildren(...p.flatMap((v, i) => {
      const x = LEFT + i * step;
      return [S("rect", { x: x + 1.5, y: Y(v), width: step - 3, height: HIGH - Y(v), class: i === next ? "nl-next" : "nl-bar" }),
        S("path", { d: `M${x} ${Y(plain[i])}h${step}`, class: "nl-plain" }),
        S("text", { x: x + step / 2, y: HIGH + 17, "text-anchor": "middle", class: i === next ? "nl-chosen" : "", text: sign(alphabet[i]) })];
    }));
    const best = p.indexOf(Math.max(...p)), tail = shown.slice(-12), before = shown.slice(0, -1).lastIndexOf(tail);
    const vars = { T: num(T, 2), best: spoken(alphabet[best]), p: num(100 * p[best], 0), plain: num(100 * plain[best], 0), open: num(open, 1), next: spoken(alphabet[next]) };
    set(chart, { "aria-label": t("chartText", vars) });
    const kind = tail.length === 12 && before >= 0 ? "circle" : T > 1.2 ? "babble" : T < 0.5 ? "sure" : "middle";
    w.say(t("say.now", vars) + " " + t("say." + kind, vars));
    w.publish({ written, p, plain, open, die });
  }
  return w.start();
}
export default { render, words: WORDS };
