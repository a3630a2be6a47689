const NODES = "abcpqr";
const BACK = "rqpcba";  // the order in which blame is handed out

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w, { graphs, places } = get("data"), last = w.limits.step[1];

  // values and gradients: the closed formulas of sums and products
  const calculate = (made) => {
    const v = { a: get("a"), b: get("b"), c: get("c") }, g = {}, parts = {};
    for (const [name, op, l, r] of made) v[name] = op === "×" ? v[l] * v[r] : v[l] + v[r];
    for (const n of NODES) { g[n] = 0; parts[n] = []; }
    g.r = 1;
    for (const [name, op, l, r] of [...made].reverse()) {
      for (const [me, other] of [[l, r], [r, l]]) {
        const part = op === "×" ? v[other] * g[name] : g[name];
        g[me] += part;
        parts[me].push({ to: name, op, other: num(v[other]), blame: num(g[name]), part: num(part) });
      }
    }
    return { v, g, parts };
  };

  const wires = S("g"), circles = [...NODES].map(() => {
    const name = S("text", { y: -6, class: "gs-name" }), value = S("text", { y: 13, class: "gs-value" }), grad = S("text", { y: 43, class: "gs-grad" });
    const ring = S("circle", { r: 28, class: "gs-node" });
    return { node: S("g", {}, ring, name, value, grad), ring, name, value, grad };
  });
  const svg = S("svg", { viewBox: "0 0 352 272", role: "img", "aria-label": t("graphName") }, wires, ...circles.map((c) => c.node));
  const asks = H("span"), box = H("input", { type: "number", step: "any", class: "gs-box" });
  const label = H("label", { class: "gs-guess" }, asks, box);
  const typed = () => {
    const v = parseFloat(box.value);
    w.change({ guess: Number.isFinite(v) ? [v, get("step")] : [] });
  };
  const go = () => w.change({ step: get("step") + 1 });
  box.addEventListener("change", typed);
  box.addEventListener("keydown", (e) => {
    if (e.key !== "Enter") return;
    typed();
    go();
    e.preventDefault();
  });
  const tools = w.tools({ step: go, label: t("next") });
  const back = w.button(t("back"), () => w.change({ step: get("step") - 1 }));
  tools.firstChild.after(back);
  const steps = H("ol", { class: "gs-list" });
  w.root.append(w.question(), H("div", { class: "cl-row" }, svg, H("div", {}, tools, label, w.sentence, steps)));

  function draw() {
    const made = graphs[get("graph")], place = places[get("graph")], step = get("step"), at = (n) => place[NODES.indexOf(n)];
    const { v, g, parts } = calculate(made), done = BACK.slice(0, Math.max(0, step - 3)), next = step >= 3 ? BACK[step - 3] : "";
    const known = (n) => "abc".includes(n) || made.findIndex((m) => m[0] === n) < step;
    const now = step > 3 ? BACK[step - 4] : step ? made[step - 1][0] : "";
    wires.replaceChildren(...made.flatMap(([name, , l, r]) => (l === r ? [-1, 1] : [0, 0]).map((bend, i) => {
      const [x0, y0] = at(i ? r : l), [x1, y1] = at(name);
      const lit = done.includes(name) && now === (i ? r : l);
      return S("path", { d: `M${x0} ${y0}Q${(x0 + x1) / 2} ${(y0 + y1) / 2 + bend * 34} ${x1} ${y1}`, class: "gs-wire" + (lit ? " gs-lit" : "") });
    })));
    circles.forEach(({ node, ring, name, value, grad }, i) => {
      const n = NODES[i], m = made.find((x) => x[0] === n), [x, y] = place[i];
      set(node, { transform: `translate(${x} ${y})` });
      set(ring, { class: "gs-node" + (n === now ? " gs-now" : n === next ? " gs-next" : "") });
      name.textContent = n + (m ? " " + (m[2] === m[3] ? "²" : m[1]) : "");
      value.textContent = known(n) ? num(v[n]) : "?";
      grad.textContent = done.includes(n) ? t("grad", { v: num(g[n]) }) : n === next ? "?" : "";
    });
    const guess = get("guess"), pending = guess.length === 2 && guess[1] === step;
    asks.textContent = next ? t("guess", { name: next }) : t("none");
    box.disabled = !next;
    box.value = pending ? guess[0] : "";
    back.disabled = !step;
    tools.firstChild.disabled = step === last;

    const tell = (n) => {
      if (n === "r") return t("say.r");
      const list = parts[n].map((p) => t("say.part" + p.op, p)).join("; ");
      return t(parts[n].length > 1 ? "say.total2" : "say.total1", { name: n, v: num(g[n]), parts: list });
    };
    const forward = (m) => t("say.forward", { name: m[0], left: num(v[m[2]]), op: m[1], right: v[m[3]] < 0 ? `(${num(v[m[3]])})` : num(v[m[3]]), v: num(v[m[0]]) });
    const says = [];
    if (!step) says.push(t("say.start"));
    else if (step < 3) says.push(forward(made[step - 1]));
    else if (step === 3) says.push(t("say.turn", { v: num(v.r) }));
    else {
      if (guess.length === 2 && guess[1] === step - 1) says.push(t(Math.abs(guess[0] - g[now]) < 1e-9 ? "say.right" : "say.wrong", { g: num(guess[0]) }));
      says.push(tell(now));
    }
    if (step > 3 && next) says.push(t("say.ask", { name: next }));
    if (step === last) says.push(t("say.end"));
    steps.replaceChildren(...made.slice(0, step).map((m) => H("li", { text: forward(m) })), ...[...done].map((n) => H("li", { text: `∂r/∂${n} = ${num(g[n])}` })));
    w.say(says.join(" "));
    w.publish({ values: [...NODES].map((n) => v[n]), gradients: [...NODES].map((n) => g[n]), shown: step });
  }
  return w.start();
}
export default { render, words: WORDS };
