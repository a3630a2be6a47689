const WIDE = 380;

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const svg = S("svg", { role: "img" });
  const formula = H("p", { class: "sc-formula" });
  const tools = w.tools({ step: () => w.change({ n: get("n") + 1 }), label: t("step") });
  tools.insertBefore(w.button(t("again"), () => w.change({ s: get("s") + 1 })), tools.children[1]);
  w.root.append(w.question(), formula, svg, w.sentence, tools);

  function draw() {
    const [n, k, p, s] = ["n", "k", "p", "s"].map(get);
    const padded = n + 2 * p, room = padded - k, places = room < 0 ? 0 : Math.floor(room / s) + 1;
    const all = Array(padded).fill(0);
    for (let i = 0; i < places; i++) for (let j = 0; j < k; j++) all[s * i + j] += 1;
    const seen = all.slice(p, p + n), unseen = seen.filter((v) => !v).length;
    const vars = { n, k, p, s, padded, places, room, unseen, moves: places - 1, edge: seen[0], most: Math.max(...seen) };

    // the row: zeros of the padding dashed, and under each pixel how many windows see it
    const cell = Math.min(30, WIDE / padded), step = Math.min(13, 230 / Math.max(places, 1)), kids = [];
    all.forEach((count, i) => {
      const inside = i >= p && i < p + n, x = i * cell;
      kids.push(S("rect", { x: x + 1, y: 2, width: cell - 2, height: 26, class: inside ? (count ? "sc-pixel" : "sc-blind") : "sc-zero" }));
      if (cell > 11) kids.push(S("text", { x: x + cell / 2, y: 20, text: inside ? count : 0, class: inside && count ? "sc-on" : "sc-off" }));
    });
    for (let i = 0; i < places; i++) kids.push(S("rect", { x: s * i * cell + 1.5, y: 36 + i * step, width: k * cell - 3, height: Math.min(7, step - 1), class: "sc-window" }));
    if (!places) kids.push(S("rect", { x: 1.5, y: 36, width: k * cell - 3, height: 7, class: "sc-toolong" }));
    svg.replaceChildren(...kids);
    set(svg, { viewBox: `0 0 ${WIDE} ${44 + Math.max(1, places) * step}`, "aria-label": t("picture", vars) });
    formula.textContent = t(places ? "formula" : "none", vars);
    const says = !places ? [t("say.none", vars)] : [t("say.size", vars)];
    if (places && places === n) says.push(t("say.same"));
    if (places && unseen) says.push(t(unseen === 1 ? "say.one" : "say.gaps", vars));
    else if (places) says.push(t(seen[0] < vars.most ? "say.edge" : "say.even", vars));
    w.say(says.join(" "));
    w.publish({ places, padded, left: padded - (places ? s * (places - 1) + k : 0), seen, unseen });
  }
  return w.start();
}
export default { render, words: WORDS };
