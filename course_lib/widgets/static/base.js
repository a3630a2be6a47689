// Shared by every widget: Python puts this text, then WORDS, before the widget's own file.
// One ES module results, with no imports. A widget calls board() once and composes w.root.
const put = (node, attrs, kids) => {
  for (const [key, value] of Object.entries(attrs)) {
    if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (typeof value === "boolean") node.toggleAttribute(key, value);
    else node.setAttribute(key, value);
  }
  node.append(...kids);
  return node;
};
const H = (tag, attrs = {}, ...kids) => put(document.createElement(tag), attrs, kids);
const S = (tag, attrs = {}, ...kids) =>
  put(document.createElementNS("http://www.w3.org/2000/svg", tag), attrs, kids);
const set = (node, attrs) => put(node, attrs, []);

// A number as a reader writes it: at most `digits` decimals, a real minus sign.
const num = (v, digits = 2) => String(+v.toFixed(digits) || 0).replace("-", "−");
const clamp = (v, low, high) => Math.min(high, Math.max(low, v));
// Brings a value inside the limits [low, high, step] or [choices]; lists number by number.
const fit = (v, limits) => {
  if (Array.isArray(v)) return v.map((x) => fit(x, limits));
  if (typeof limits[0] === "string") return clamp(v | 0, 0, limits.length - 1);
  const [low, high, step] = limits;
  return +clamp(step ? low + Math.round((v - low) / step) * step : v, low, high).toFixed(10);
};

// Calls frame(0…1) over `ms`; readers who asked for less motion see the end at once.
const play = (ms, frame) => {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return frame(1);
  const start = performance.now();
  const tick = (now) => {
    const u = clamp((now - start) / ms, 0, 1);
    frame(u);
    if (u < 1) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
};

// Where in a picture's own coordinates a pointer is.
const point = (svg, event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

// A plane of coordinates. X, Y: number -> picture; at(event) -> [x, y]; marks: draw in here.
function plane({ x: [x0, x1], y: [y0, y1], size = 320, grid = 1, names = ["x₁", "x₂"], label }) {
  const pad = 22, k = (size - 2 * pad) / (x1 - x0), height = (y1 - y0) * k + 2 * pad;
  const X = (x) => pad + (x - x0) * k, Y = (y) => height - pad - (y - y0) * k;
  const svg = S("svg", { viewBox: `0 0 ${size} ${height}`, class: "cl-plane", role: "group", "aria-label": label });
  const lines = S("g", { class: "cl-grid" });
  for (let x = Math.ceil(x0 / grid) * grid; x <= x1; x += grid) {
    lines.append(S("path", { d: `M${X(x)} ${Y(y0)}V${Y(y1)}` }), S("text", { x: X(x), y: height - 7, text: num(x) }));
  }
  for (let y = Math.ceil(y0 / grid) * grid; y <= y1; y += grid) {
    lines.append(S("path", { d: `M${X(x0)} ${Y(y)}H${X(x1)}` }), S("text", { x: 11, y: Y(y) + 4, text: num(y) }));
  }
  const axis = S("g", { class: "cl-axis" },
    S("text", { x: X(x1) + 4, y: height - 7, text: names[0] }), S("text", { x: 12, y: 13, text: names[1] }));
  const marks = S("g");
  svg.append(lines, axis, marks);
  const at = (event) => {
    const p = point(svg, event);
    return [x0 + (p.x - pad) / k, y0 + (height - pad - p.y) / k];
  };
  return { svg, X, Y, at, marks, k };
}

// A button drawn inside a picture: click, Enter or Space. state: "pressed" or "checked".
const press = (node, label, state, action) => {
  node.addEventListener("click", action);
  node.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" && e.key !== " ") return;
    e.preventDefault();
    action();
  });
  return set(node, { tabindex: 0, role: state === "checked" ? "switch" : "button", "aria-label": label, class: "cl-press" });
};

// A knob on a plane: drag it, or focus it and use the arrow keys (Shift: ten steps).
// place() -> [x, y]; moved(x, y) sets fields; read() -> {now, text} for those who listen.
function knob(on, { label, step = 0.1, range = [-10, 10], place, moved, read }) {
  const node = S("g", { class: "cl-knob", tabindex: 0, role: "slider", "aria-label": label,
    "aria-valuemin": range[0], "aria-valuemax": range[1] },
    S("circle", { r: 16, class: "cl-hit" }), S("circle", { r: 13, class: "cl-ring" }), S("circle", { r: 8 }));
  let off = null;
  node.addEventListener("pointerdown", (e) => {
    const [x, y] = on.at(e), [px, py] = place();
    off = [px - x, py - y];  // keeps the knob from jumping to the pointer
    node.setPointerCapture(e.pointerId);
    node.focus({ preventScroll: true });
    e.preventDefault();
  });
  node.addEventListener("pointermove", (e) => {
    if (!off || !node.hasPointerCapture(e.pointerId)) return;
    const [x, y] = on.at(e);
    moved(x + off[0], y + off[1]);
  });
  node.addEventListener("lostpointercapture", () => (off = null));
  node.addEventListener("keydown", (e) => {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key];
    if (!way) return;
    const by = step * (e.shiftKey ? 10 : 1), [x, y] = place();
    moved(x + way[0] * by, y + way[1] * by);
    e.preventDefault();
    e.stopPropagation();
  });
  node.update = () => {
    const [x, y] = place(), { now, text } = read();
    set(node, { transform: `translate(${on.X(x)} ${on.Y(y)})`, "aria-valuenow": now, "aria-valuetext": text });
  };
  return node;
}

function board({ model, el, draw }) {
  const lang = (document.documentElement.lang || "en").slice(0, 2);
  const words = WORDS[lang] || WORDS.en;
  const limits = model.get("limits"), names = Object.keys(limits);
  const uid = "cl" + Math.random().toString(36).slice(2);
  const root = H("div", { class: "cl-root " + model.get("slug") });
  const stops = [];
  const w = { root, words, uid, limits, get: (k) => model.get(k) };

  // The words for a key ("sum.high"), with {name} filled in.
  w.t = (key, vars = {}) => {
    const text = key.split(".").reduce((o, k) => o?.[k], words) ?? key;
    return String(text).replace(/\{(\w+)\}/g, (_, k) => vars[k] ?? "");
  };
  // Sets fields, inside their limits; sliders, Python and the picture follow.
  w.change = (values) => {
    for (const [k, v] of Object.entries(values)) model.set(k, limits[k] ? fit(v, limits[k]) : v);
    model.save_changes();
  };
  // Numbers for tests and for the curious: data-numbers on the root.
  w.publish = (numbers) => (root.dataset.numbers = JSON.stringify(numbers));

  // The live sentence: at once, then at most five times a second, so that it can be read aloud.
  w.sentence = H("output", { class: "cl-say" });
  let said = 0, timer = 0;
  w.say = (text) => {
    clearTimeout(timer);
    const speak = () => { said = performance.now(); if (w.sentence.textContent !== text) w.sentence.textContent = text; };
    const wait = said + 200 - performance.now();
    if (wait <= 0) speak(); else timer = setTimeout(speak, wait);
  };
  stops.push(() => clearTimeout(timer));

  // The prediction question of the word table. The answer opens after a choice; nothing is sent.
  w.question = () => {
    const q = words.question, reply = H("output", { class: "cl-reply" });
    const show = () => {
      const n = model.get("prediction");
      box.querySelectorAll("input").forEach((r, i) => (r.checked = i === n));
      reply.textContent = n < 0 ? "" : (n === q.right ? words.right : words.wrong) + " " + q.replies[n];
      reply.className = "cl-reply" + (n < 0 ? "" : n === q.right ? " cl-yes" : " cl-no");
    };
    const box = H("fieldset", { class: "cl-question" }, H("legend", {}, H("b", { text: words.predict + " " }), q.ask),
      ...q.choices.map((c, i) => H("label", {}, H("input", { type: "radio", name: uid + "q", onchange: () => w.change({ prediction: i }) }), " " + c)), reply);
    model.on("change:prediction", show);
    stops.push(() => model.off("change:prediction", show));
    show();
    return box;
  };

  // Step (if given), Undo, Reset. Undo takes back one gesture: changes within half a second.
  const now = () => JSON.stringify(names.map((k) => model.get(k)));
  let last = now(), past = [], when = -1e9, undoing = false;
  const restore = (values) => w.change(Object.fromEntries(names.map((k, i) => [k, values[i]])));
  const undo = H("button", { type: "button", text: words.undo, onclick: () => { undoing = true; restore(JSON.parse(past.pop())); } });
  w.remember = () => {
    const state = now(), time = performance.now();
    if (state === last) return;
    if (!undoing && time - when > 500) past.push(last);
    when = undoing ? -1e9 : time; undoing = false; last = state;
    undo.disabled = !past.length;
  };
  undo.disabled = true;
  w.button = (text, onclick) => H("button", { type: "button", text, onclick: () => { when = -1e9; onclick(); } });
  w.tools = ({ step, label = words.step } = {}) => H("div", { class: "cl-tools" },
    ...(step ? [w.button(label, step)] : []), undo,
    w.button(words.reset, () => restore(names.map((k) => model.get("initial")[k]))));
  // A labelled slider inside the view, for a field that has none below it; call update() in draw.
  w.dial = (k, label, step = limits[k][2]) => {
    const input = H("input", { type: "range", min: limits[k][0], max: limits[k][1], step, oninput: () => w.change({ [k]: +input.value }),
      onkeydown: (e) => {
        const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key];
        if (!way || !e.shiftKey) return;
        e.preventDefault();
        w.change({ [k]: w.get(k) + 10 * way * step });
      } });
    const name = H("span", { text: label }), shown = H("b");
    const node = H("label", { class: "cl-dial" }, name, input, shown);
    node.update = () => { input.value = w.get(k); shown.textContent = num(w.get(k)); };
    return node;
  };
  w.more = (...kids) => H("details", { class: "cl-more" }, H("summary", { text: words.more }), ...kids);

  // One drawing for all the changes of one event.
  let due = false;
  const redraw = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => { due = false; w.remember(); draw(w); });
  };
  for (const k of [...names, "data"]) {
    model.on("change:" + k, redraw);
    stops.push(() => model.off("change:" + k, redraw));
  }
  w.start = () => { el.append(root); draw(w); return () => { stops.forEach((f) => f()); root.remove(); }; };
  return w;
}
