// The map on our own outlines: numbered visits, the ways between them. Nothing is fetched.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".routes");
  const now = JSON.stringify(data);
  if (root.dataset.drawn === now) return;
  const same = root.dataset.day === data.day;
  root.dataset.drawn = now;
  root.dataset.day = data.day;
  const SVG = "http://www.w3.org/2000/svg";
  const draw = (tag, attrs, text) => {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attrs).forEach(([key, value]) => node.setAttribute(key, value));
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const make = (tag, cls, text) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  let view = same && root.view ? root.view : [...data.near];
  root.replaceChildren();
  const frame = make("div", "frame");
  const svg = draw("svg", { role: "img", "aria-label": data.words.label, tabindex: "0" });
  const stops = [], ways = [], texts = [];
  data.districts.forEach((district) => {
    svg.append(draw("path", { d: district.path, class: "land" }));
  });
  data.districts.forEach((district) => {
    const text = draw("text", { x: district.x, y: district.y, class: "district" }, district.name);
    texts.push([text, 13]);
    svg.append(text);
  });
  data.ways.forEach((way) => {
    const line = draw("line", { x1: way.x1, y1: way.y1, x2: way.x2, y2: way.y2, class: "way" });
    line.append(draw("title", {}, way.tip));
    ways.push([line, way]);
    svg.append(line);
  });
  const pick = (stop) => setTriggerValue("visit", stop.id);
  const tip = make("div", "tip");
  tip.hidden = true;
  const light = (stop) => {
    root.classList.toggle("linked", Boolean(stop));
    ways.forEach(([line, way]) =>
      line.classList.toggle("same", Boolean(stop) && way.people.some((p) => stop.people.includes(p))));
    stops.forEach(([node, other]) =>
      node.classList.toggle("same", Boolean(stop) && other.people.some((p) => stop.people.includes(p))));
  };
  data.stops.forEach((stop) => {
    const node = draw("g", { class: `stop${stop.id === data.selected ? " chosen" : ""}` });
    const disc = draw("circle", { r: 1, fill: stop.colour });
    const text = draw("text", { class: "number", fill: stop.ink }, stop.number);
    node.append(disc, text);
    node.onclick = () => pick(stop);
    node.onmouseenter = () => {
      light(stop);
      tip.replaceChildren();
      stop.tip.forEach((line, n) => tip.append(make("div", n ? "" : "first", line)));
      tip.hidden = false;
      const box = frame.getBoundingClientRect(), spot = node.getBoundingClientRect();
      tip.style.left = `${Math.max(0, Math.min(spot.right - box.left + 8, box.width - tip.offsetWidth - 4))}px`;
      tip.style.top = `${Math.max(0, Math.min(spot.top - box.top, box.height - tip.offsetHeight - 4))}px`;
    };
    node.onmouseleave = () => { light(null); tip.hidden = true; };
    stops.push([node, stop, disc, text]);
    svg.append(node);
  });
  // The whole view is shown: the tighter side decides.
  const scale = () => Math.max(view[2] / (svg.clientWidth || 760), view[3] / (svg.clientHeight || 440));
  const fit = () => {
    root.view = view;
    svg.setAttribute("viewBox", view.join(" "));
    const unit = scale();  // map units a pixel
    texts.forEach(([text, size]) => { text.style.fontSize = `${size * unit}px`; });
    stops.forEach(([node, stop, disc, text]) => {
      node.setAttribute("transform", `translate(${stop.x} ${stop.y}) scale(${unit})`);
      disc.setAttribute("r", 11);
      text.style.fontSize = "11px";
    });
  };
  const zoom = (factor) => {
    view = [view[0] + view[2] * (1 - factor) / 2, view[1] + view[3] * (1 - factor) / 2,
      view[2] * factor, view[3] * factor];
    fit();
  };
  const tools = make("div", "tools");
  [["+", data.words.closer, () => zoom(0.7)], ["−", data.words.wider, () => zoom(1 / 0.7)],
    [data.words.near, data.words.near, () => { view = [...data.near]; fit(); }],
    [data.words.all, data.words.all, () => { view = [...data.all]; fit(); }]].forEach(([text, label, act]) => {
    const button = make("button", "tool", text);
    button.setAttribute("aria-label", label);
    button.onclick = act;
    tools.append(button);
  });
  let held = null;
  svg.onpointerdown = (event) => { held = [event.clientX, event.clientY]; };
  svg.onpointermove = (event) => {
    if (!held || !event.buttons) return;
    const unit = scale();
    view[0] -= (event.clientX - held[0]) * unit;
    view[1] -= (event.clientY - held[1]) * unit;
    held = [event.clientX, event.clientY];
    fit();
  };
  svg.onpointerup = () => { held = null; };
  frame.append(svg, tools, tip);
  const list = make("ol", "list");
  data.stops.forEach((stop) => {
    const line = make("li");
    const button = make("button", stop.id === data.selected ? "line chosen" : "line");
    const number = make("b", "no", stop.number);
    number.style.background = stop.colour;
    number.style.color = stop.ink;
    button.append(number, make("span", "time", stop.time), make("span", "what", stop.name));
    button.onclick = () => pick(stop);
    button.onmouseenter = button.onfocus = () => light(stop);
    button.onmouseleave = button.onblur = () => light(null);
    line.append(button);
    list.append(line);
  });
  root.append(frame, list);
  requestAnimationFrame(fit);
}
