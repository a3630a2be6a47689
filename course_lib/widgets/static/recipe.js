const FACTORS = ["activation", "start", "optimizer", "depth", "examples"], STRIDE = [81, 27, 9, 3, 1];
// activation, start, optimizer, depth, examples as numbers of their levels
const PRESETS = { old: [0, 0, 0, 0, 1], deep: [0, 0, 0, 2, 1], new: [2, 2, 1, 2, 2] };

function render({ model, el }) {
  const w = board({ model, el, draw });
  const { t, get } = w;
  const take = (levels) => w.change(Object.fromEntries(FACTORS.map((f, i) => [f, levels[i]])));
  const rows = FACTORS.map((f) => {
    const cells = w.limits[f].map((level, i) => {
      const share = H("b"), fill = H("span", { class: "rc-fill" }), gain = H("span", { class: "rc-gain" });
      const button = w.button("", () => w.change({ [f]: i }));
      button.append(H("span", { text: level }), share, H("span", { class: "rc-bar", "aria-hidden": "true" }, fill), gain);
      return { button, share, fill, gain };
    });
    const name = H("span", { class: "rc-name", text: t("name." + f) });
    return { cells, row: H("div", { class: "rc-row", role: "group", "aria-label": t("name." + f) }, name, ...cells.map((c) => c.button)) };
  });
  const told = H("p", { class: "rc-told" });
  const tools = w.tools({ step: () => { const b = best(); w.change({ [FACTORS[(b / 3) | 0]]: b % 3 }); }, label: t("step") });
  tools.prepend(...Object.entries(PRESETS).map(([k, levels]) => w.button(t("preset." + k), () => take(levels))));
  w.root.append(w.question(), told, H("div", { class: "rc-table" }, ...rows.map((r) => r.row)), w.sentence, tools);

  const here = () => FACTORS.reduce((at, f, i) => at + STRIDE[i] * get(f), 0);
  const after = (i, level) => get("data").mean[here() + STRIDE[i] * (level - get(FACTORS[i]))];
  function best() {
    let top = 0, value = -1;
    FACTORS.forEach((f, i) => [0, 1, 2].forEach((l) => { if (after(i, l) > value) { value = after(i, l); top = 3 * i + l; } }));
    return top;
  }

  function draw() {
    const { mean, sd, seeds } = get("data"), at = here(), right = mean[at], changed = [];
    rows.forEach(({ cells }, i) => cells.forEach((c, l) => {
      const v = after(i, l), kept = get(FACTORS[i]) === l;
      changed.push(v);
      c.button.setAttribute("aria-pressed", String(kept));
      c.share.textContent = t("percent", { p: v.toFixed(1) });
      c.fill.style.width = v + "%";
      c.gain.textContent = kept ? t("kept") : (v < right ? "" : "+") + num(v - right, 1);
    }));
    const b = best(), f = FACTORS[(b / 3) | 0], gain = changed[b] - right;
    told.textContent = t("told", { p: right.toFixed(1), sd: sd[at].toFixed(1), seeds });
    const vars = { p: right.toFixed(1), what: t("name." + f), level: w.limits[f][b % 3], gain: num(gain, 1) };
    const ingredients = Math.max(...changed.slice(0, 9));
    const first = right < 30 ? (ingredients < 30 ? "say.stuck" : "say.chance") : right > 90 ? "say.good" : "say.middling";
    w.say(t(first, vars) + " " + t(gain < 1 ? "say.none" : "say.best", vars));
    w.publish({ right, sd: sd[at], changed, best: b });
  }
  return w.start();
}

export default { render, words: WORDS };
