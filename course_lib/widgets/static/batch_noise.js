const STEPS = 300, WALKERS = 200, START = 3, BATCHES = [1, 4, 16, 64], LAST = 50, WIDE = 330, TALL = 240;

// mulberry32, four even numbers added: the same numbers as in Python, bit by bit
const drawn = {};
function randoms(seed) {
  if (drawn[seed]) return drawn[seed];
  const out = new Float64Array(STEPS * WALKERS);
  let a = seed | 0;
  const even = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (let k = 0; k < out.length; k++) out[k] = (even() + even() + even() + even() - 2) * Math.sqrt(3);
  return (drawn[seed] = out);
}
const PLANS = [(e) => e, (e, k) => e / (1 + k / 30), (e, k) => e * 0.5 * (1 + Math.cos((Math.PI * k) / STEPS)), (e, k) => e * 0.2 ** Math.floor(k / 100)];

function race(eta, B, plan, seed) {
  const noise = randoms(seed), root = Math.sqrt(B), theta = new Float64Array(WALKERS).fill(START);
  const walk = [START], loss = [(START * START) / 2], expected = [(START * START) / 2];
  let square = START * START;
  for (let k = 0; k < STEPS; k++) {
    const rate = PLANS[plan](eta, k);
    let sum = 0;
    for (let i = 0; i < WALKERS; i++) {
      const v = theta[i] - rate * (theta[i] - noise[k * WALKERS + i] / root);
      theta[i] = v;
      sum += v * v;
    }
    square = (1 - rate) * (1 - rate) * square + (rate * rate) / B;
    walk.push(theta[0]);
    loss.push(sum / WALKERS / 2);
    expected.push(square / 2);
  }
  return { walk, loss, expected };
}

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const X = (k) => 40 + (k / STEPS) * (WIDE - 52), foot = TALL - 34;
  const T = (v) => 10 + ((3.3 - clamp(v, -2.2, 3.3)) / 5.5) * (foot - 10), L = (v) => 10 + ((1 - Math.log10(clamp(v, 1e-4, 10))) / 5) * (foot - 10);
  const chart = (ticks) => {
    const old = S("path", { class: "bn-old" }), now = S("path", { class: "bn-now" }), more = S("g");
    const svg = S("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "img" }, S("g", { class: "cl-grid" },
      ...ticks.flatMap(([y, text]) => [S("path", { d: `M40 ${y}H${WIDE - 12}` }), S("text", { x: 20, y: y + 4, text })]),
      ...[0, 100, 200, 300].map((k) => S("text", { x: X(k), y: foot + 14, text: k })), S("text", { x: X(150), y: TALL - 6, text: t("axis") })), old, more, now);
    return { svg, old, now, more };
  };
  const left = chart([-2, -1, 0, 1, 2, 3].map((v) => [T(v), num(v)]));
  const right = chart([[10, "10"], [1, "1"], [0.1, "0.1"], [0.01, "0.01"], [0.001, "10⁻³"], [0.0001, "10⁻⁴"]].map(([v, text]) => [L(v), text]));
  const floor = S("path", { class: "bn-floor" });
  right.more.append(floor);
  const key = H("p", { class: "bn-key" }, S("svg", { viewBox: "0 0 30 10", "aria-hidden": "true" }, S("path", { d: "M0 5H30", class: "bn-now" })), t("key.now"),
    S("svg", { viewBox: "0 0 30 10", "aria-hidden": "true" }, S("path", { d: "M0 5H30", class: "bn-old" })), t("key.old"), S("svg", { viewBox: "0 0 30 10", "aria-hidden": "true" }, S("path", { d: "M0 5H30", class: "bn-floor" })), t("key.floor"));
  const tools = w.tools({ step: () => w.change({ seed: (get("seed") % w.limits.seed[1]) + 1 }), label: t("seed") });
  w.root.append(w.question(), H("div", { class: "cl-row" }, H("figure", {}, H("figcaption", { text: t("walkTitle") }), left.svg), H("figure", {}, H("figcaption", { text: t("lossTitle") }), right.svg)), key, w.sentence, tools);

  function draw() {
    const eta = get("eta"), B = BATCHES[get("batch")], plan = get("schedule");
    const { walk, loss, expected } = race(eta, B, plan, get("seed")), before = race(0.1, 1, 0, get("seed"));
    const low = eta / (2 * B * (2 - eta)), end = loss.slice(-LAST).reduce((a, b) => a + b) / LAST;
    const path = (values, Y) => "M" + values.map((v, k) => `${X(k).toFixed(1)} ${Y(v).toFixed(1)}`).join("L");
    set(left.now, { d: path(walk, T) });
    set(left.old, { d: path(before.walk, T) });
    set(right.now, { d: path(loss, L) });
    set(right.old, { d: path(before.loss, L) });
    set(floor, { d: `M40 ${L(low)}H${WIDE - 12}` });
    const there = expected.findIndex((v) => v < 2 * low);
    const small = (v) => num(v, v < 0.001 ? 5 : v < 0.1 ? 4 : 3);
    const vars = { seed: get("seed"), eta: num(eta), B, end: small(end), floor: small(low), n: there, used: (there * B).toLocaleString("en"), times: num(low / end, 1), name: t("plans." + plan) };
    set(left.svg, { "aria-label": t("leftText", vars) });
    set(right.svg, { "aria-label": t("rightText", vars) });
    w.say(t("say." + (plan ? (end < low ? "lower" : "not") : there < 0 ? "never" : "floor"), vars));
    w.publish({ walk, loss, expected, floor: low, end });
  }
  return w.start();
}
export default { render, words: WORDS };
