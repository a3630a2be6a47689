// Brings the book's widgets to life on a static page: no kernel, no CDN, no require.js.
// Reads the state that myst-nb leaves in the page, draws native inputs, hosts anywidget modules,
// follows jslink, keeps each widget's state in the address.
(() => {
"use strict";
const START = performance.now();
const make = (tag, className, props, ...kids) => {
  const node = Object.assign(document.createElement(tag), { className: className || "" }, props);
  node.append(...kids);
  return node;
};

class Model {
  constructor(id, record) {
    this.id = id; this.name = record.model_name; this.state = record.state; this.heard = new Map();
  }
  get(key) { return this.state[key]; }
  set(key, value) {
    for (const [k, v] of Object.entries(typeof key === "object" ? key : { [key]: value })) {
      // arrays are compared by content, or two links would echo for ever
      if (Object.is(this.state[k], v) || JSON.stringify(this.state[k]) === JSON.stringify(v)) continue;
      this.state[k] = v;
      this.emit("change:" + k, this, v);
      this.emit("change", this);
    }
  }
  save_changes() {}
  send() {}
  on(names, f) { for (const n of names.split(" ")) this.heard.set(n, (this.heard.get(n) || new Set()).add(f)); }
  off(names, f) {
    if (!names) this.heard.clear();
    else for (const n of names.split(" ")) f ? this.heard.get(n)?.delete(f) : this.heard.delete(n);
  }
  emit(name, ...args) { for (const f of [...(this.heard.get(name) || [])]) f(...args); }
}

const models = new Map(), modules = new Map(), styles = new Set();
const ref = (r) => (typeof r === "string" ? models.get(r.replace("IPY_MODEL_", "")) : undefined);

// ---- the state in the address: #gate-bench=w1:1,gate:XOR&gate-bench-2=…
const keyed = new Map();  // key in the address -> view model
const clamp = (v, [low, high, step]) => {
  const n = step ? low + Math.round((v - low) / step) * step : v;
  return +Math.min(high, Math.max(low, n)).toFixed(10);
};
// What a link says about one field, inside its limits; undefined if it makes no sense.
function read(text, limits, now) {
  if (typeof limits[0] === "string") { const i = limits.indexOf(text); return i < 0 ? undefined : i; }
  let value;
  try { value = JSON.parse(text); } catch { return undefined; }
  const check = (v, n) => Array.isArray(v) && n < 2 ? v.map((x) => check(x, n + 1)) : Number.isFinite(v) ? clamp(v, limits) : NaN;
  if (Array.isArray(value) !== Array.isArray(now) || (value?.length > limits[3] || value?.length < limits[4])) return undefined;
  value = check(value, 0);
  return [value].flat(2).some(Number.isNaN) ? undefined : value;
}
const parts = (hash = location.hash) => hash.slice(1).split("&").filter(Boolean);
function restore(hash) {
  for (const part of parts(hash)) {
    const [key, text] = [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)];
    const model = keyed.get(key);
    if (!model) continue;
    const limits = model.get("limits"), given = {};
    for (const pair of text.split(";")) {
      const at = pair.indexOf(":"), field = pair.slice(0, at);
      let word;
      try { word = decodeURIComponent(pair.slice(at + 1)); } catch { continue; }
      if (Object.hasOwn(limits, field)) given[field] = read(word, limits[field], model.get("initial")[field]);
    }
    for (const field of Object.keys(limits)) model.set(field, given[field] ?? model.get("initial")[field]);
  }
}
let timer = 0;
function remember() {
  // browsers limit how often an address may change
  clearTimeout(timer);
  timer = setTimeout(() => {
    const others = parts().filter((p) => !keyed.has(p.split("=")[0]));
    for (const [key, model] of keyed) {
      const limits = model.get("limits"), initial = model.get("initial"), said = [];
      for (const k of Object.keys(limits)) {
        const v = model.get(k), text = JSON.stringify(v);
        if (text !== JSON.stringify(initial[k])) said.push(k + ":" + encodeURIComponent(typeof limits[k][0] === "string" ? limits[k][v] : text).replace(/%2C/g, ","));
      }
      if (said.length) others.push(key + "=" + said.join(";"));
    }
    history.replaceState(history.state, "", others.length ? "#" + others.join("&") : location.pathname + location.search);
  }, 300);
}
function address(model) {
  const slug = model.get("slug"), limits = model.get("limits");
  if (!slug || !limits || [...keyed.values()].includes(model)) return;
  let key = slug;
  for (let n = 2; keyed.has(key); n++) key = `${slug}-${n}`;
  keyed.set(key, model);
  for (const k of Object.keys(limits)) model.on("change:" + k, remember);
}

// ---- the controls: native inputs with their labels
const dead = () => make("p", "wl-dead", { textContent: "This control needs a running kernel: open the notebook in Colab or JupyterLab." });
const row = (model, input, ...more) => make("label", "wl-row", {}, make("span", "wl-name", { textContent: model.get("description") || "" }), input, ...more);
function range(model, to = (v) => v, from = (v) => v) {
  const input = make("input", "wl-range", { type: "range", disabled: !!model.get("disabled") });
  const shown = make("span", "wl-value"), digits = /\.(\d+)/.exec(model.get("readout_format") ?? ".2f")?.[1] ?? 0;
  const step = model.get("step") ?? (model.name[0] === "I" ? 1 : 0.1);
  Object.assign(input, { min: model.get("min") ?? 0, max: model.get("max") ?? 100, step });
  const show = () => {
    const v = model.get("value") ?? 0, text = v.toFixed(digits);
    input.value = from(v);
    shown.textContent = text.replace("-", "−");
    input.setAttribute("aria-valuetext", text);
  };
  const give = () => model.set("value", to(+input.value));
  input.addEventListener(model.get("continuous_update") === false ? "change" : "input", give);
  input.addEventListener("keydown", (e) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key];
    if (!way || !e.shiftKey) return;
    e.preventDefault();
    input.value = +input.value + 10 * way * step;
    give();
  });
  model.on("change:value", show);
  show();
  return row(model, input, shown);
}
const controls = {
  IntSliderModel: range,
  FloatSliderModel: range,
  FloatLogSliderModel: (m) => range(m, (x) => (m.get("base") ?? 10) ** x, (v) => Math.log(v) / Math.log(m.get("base") ?? 10)),
  CheckboxModel(m) {
    const input = make("input", "wl-box", { type: "checkbox" }), show = () => (input.checked = m.get("value"));
    input.onchange = () => m.set("value", input.checked);
    m.on("change:value", show);
    show();
    return row(m, input);
  },
  DropdownModel(m) {
    const input = make("select", "wl-select", {}, ...m.get("_options_labels").map((o) => make("option", "", { textContent: o })));
    const show = () => (input.selectedIndex = m.get("index"));
    input.onchange = () => m.set("index", input.selectedIndex);
    m.on("change:index", show);
    show();
    return row(m, input);
  },
  async VBoxModel(m) {
    const kids = await Promise.all(m.get("children").map((c) => show(ref(c))));
    return make("div", ["wl-col", ...(m.get("_dom_classes") || [])].join(" "), {}, ...kids);
  },
  async AnyModel(m) {
    const css = m.get("_css"), text = m.get("_esm"), el = make("div", "wl-view");
    if (css && !styles.has(css)) { styles.add(css); document.head.append(make("style", "", { textContent: css })); }
    // instances with the same text share one module
    if (!modules.has(text)) modules.set(text, import(URL.createObjectURL(new Blob([text], { type: "text/javascript" }))));
    const part = (await modules.get(text)).default;
    await part.render({ model: m, el });
    return el;
  },
};
controls.HBoxModel = controls.VBoxModel;
const show = async (model) => (controls[model?.name] || dead)(model);

async function main() {
  const tag = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  const records = tag ? JSON.parse(tag.textContent).state : {};
  for (const [id, record] of Object.entries(records)) {
    // the page keeps a text that several widgets share only once
    for (const k of ["_esm", "_css"]) {
      const same = record.state[k]?.startsWith?.("IPY_SAME_") && records[record.state[k].slice(9)];
      if (same) record.state[k] = same.state[k];
    }
    models.set(id, new Model(id, record));
  }
  for (const link of models.values()) {
    if (!/LinkModel$/.test(link.name)) continue;
    const [[a, p], [b, q]] = [link.get("source"), link.get("target")].map(([m, k]) => [ref(m), k]);
    if (!a || !b) continue;
    a.on("change:" + p, () => b.set(q, a.get(p)));
    if (link.name === "LinkModel") b.on("change:" + q, () => a.set(p, b.get(q)));
    b.set(q, a.get(p));
  }
  const places = [...document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')]
    .map((place) => [place, models.get(JSON.parse(place.textContent).model_id)]);
  const views = (m) => (!m ? [] : m.name === "AnyModel" ? [m] : (m.get("children") || []).flatMap((c) => views(ref(c))));
  for (const [, model] of places) views(model).forEach(address);
  restore();
  // remember() may have overwritten location.hash
  addEventListener("hashchange", (e) => restore(new URL(e.newURL).hash));
  // who follows a link is brought to the widget; a reload stays where the reader was
  const fresh = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const asked = fresh && parts().map((p) => keyed.get(p.split("=")[0])).find(Boolean);
  for (const [place, model] of places) {
    try {
      const node = await show(model);
      place.before(node);
      // the still picture steps back only when the live one is there
      if (place.nextElementSibling?.matches(".widget-still")) place.nextElementSibling.classList.add("widget-spare");
      if (asked && views(model).includes(asked)) {
        const heading = document.getElementById(parts().find((p) => !p.includes("=")) ?? "");
        (heading || node).scrollIntoView();
      }
    } catch (error) {
      console.error(error);
      place.before(make("p", "wl-dead", { textContent: "This widget could not start: " + error.message }));
    }
  }
  document.documentElement.dataset.widgetsTook = (performance.now() - START).toFixed(1);
  document.documentElement.dataset.widgetsReady = performance.now().toFixed(1);
}
if (document.readyState !== "loading") main();
else document.addEventListener("DOMContentLoaded", main, { once: true });
})();
