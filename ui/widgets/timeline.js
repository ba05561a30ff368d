// The timeline: rows of bars on a ruler of hours (one day) or of days (all days).
// Everything shown arrives as data and is written as text, never as markup.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".board");
  const now = JSON.stringify(data);
  if (root.dataset.drawn === now) return;
  root.dataset.drawn = now;
  const old = root.querySelector(".scroll");
  const at = old ? [old.scrollLeft, old.scrollTop] : [0, 0];
  root.replaceChildren();

  const make = (tag, cls, text) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const spans = data.spans;
  const place = (day, minute) =>
    ((day + (minute - spans[day].from) / (spans[day].to - spans[day].from)) / spans.length) * 100;
  root.classList.toggle("dense", data.dense);
  root.classList.toggle("many", spans.length > 1 && (data.zoom || 1) < 2);

  // One background holds the hour lines and the shaded gaps of every row.
  const layers = [];
  data.ticks.forEach((tick) =>
    layers.push(`linear-gradient(var(--line),var(--line)) ${place(tick.day, tick.at)}% 0/1px 100% no-repeat`));
  data.gaps.forEach((gap) => {
    const left = place(gap.day, gap.from), wide = place(gap.day, gap.to) - left;
    const x = wide >= 100 ? 0 : (left / (100 - wide)) * 100;
    layers.push(`linear-gradient(var(--gap),var(--gap)) ${x}% 0/${wide}% 100% no-repeat`);
  });
  const ground = layers.join(",");

  const scroll = make("div", "scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", data.words.label);
  const sheet = make("div", "sheet");
  const width = Math.max(560, spans.length > 1 ? spans.length * 104 + 120 : 0);
  sheet.style.minWidth = `${width * (data.zoom || 1)}px`;
  const head = make("div", "head");
  head.append(make("div", "name corner", data.words.corner));
  const ruler = make("div", "ruler");
  if (spans.length > 1) {
    spans.forEach((span, day) => {
      const button = make("button", "day", span.label);
      button.style.left = `${place(day, span.from)}%`;
      button.style.width = `${100 / spans.length}%`;
      button.onclick = () => setTriggerValue("day", span.day);
      ruler.append(button);
    });
  } else {
    data.ticks.forEach((tick) => {
      const mark = make("span", "hour", tick.label);
      mark.style.left = `${place(tick.day, tick.at)}%`;
      ruler.append(mark);
    });
  }
  head.append(ruler);
  sheet.append(head);

  const tip = make("div", "tip");
  tip.hidden = true;
  tip.setAttribute("role", "status");
  const bars = [];
  const show = (bar, node) => {
    tip.replaceChildren();
    bar.tip.forEach((line, n) => tip.append(make("div", n ? "" : "first", line)));
    tip.hidden = false;
    const box = root.getBoundingClientRect(), spot = node.getBoundingClientRect();
    const left = Math.min(Math.max(0, spot.left - box.left), box.width - tip.offsetWidth - 4);
    const below = spot.bottom - box.top + 6;
    const above = spot.top - box.top - tip.offsetHeight - 6;
    tip.style.left = `${Math.max(0, left)}px`;
    tip.style.top = `${spot.bottom + tip.offsetHeight + 10 > window.innerHeight && above > 0 ? above : below}px`;
    root.classList.add("linked");
    bars.forEach(([other, b]) => other.classList.toggle("same", b.id === bar.id));
  };
  const hide = () => {
    tip.hidden = true;
    root.classList.remove("linked");
  };

  let group = null;
  const tracks = data.rows.map((row) => {
    if (row.group && row.group.label !== group) {
      group = row.group.label;
      const line = make("div", "group");
      const label = make("span", "grouplabel", `${row.group.label}`);
      label.style.setProperty("--hue", row.group.colour);
      line.append(label, make("span", "count", row.group.note));
      sheet.append(line);
    }
    const line = make("div", "row");
    const name = make(row.person ? "button" : "div", "name");
    name.append(make("span", "who", row.label), make("span", "sub", row.sub));
    name.title = row.title || row.label;
    if (row.person) {
      name.onclick = () => setTriggerValue("person", row.person);
      name.setAttribute("aria-pressed", row.person === data.person);
    }
    const track = make("div", "track");
    track.style.background = ground;
    track.style.height = `calc(var(--row) * ${row.lanes})`;
    line.append(name, track);
    sheet.append(line);
    return track;
  });
  data.legs.forEach((leg) => {
    const line = make("div", "leg");
    line.style.left = `${place(leg.day, leg.from)}%`;
    line.style.width = `${place(leg.day, leg.to) - place(leg.day, leg.from)}%`;
    line.title = leg.tip;
    tracks[leg.row].append(line);
  });
  data.bars.forEach((bar) => {
    const node = make("button", "bar");
    const left = place(bar.day, bar.from), wide = place(bar.day, bar.to) - left;
    node.style.left = `${left}%`;
    node.style.width = `calc(${wide}% - 1px)`;
    node.style.top = `calc(var(--row) * ${bar.lane} + 2px)`;
    node.style.setProperty("--hue", bar.colour);
    node.append(make("span", "label", bar.label));
    if (bar.stripes.length > 1) {
      const stripes = make("span", "stripes");
      bar.stripes.forEach((hue) => {
        const piece = make("i");
        piece.style.background = hue;
        stripes.append(piece);
      });
      node.append(stripes);
    }
    node.classList.toggle("chosen", bar.id === data.selected);
    node.classList.toggle("changed", bar.changed);
    node.classList.toggle("pinned", bar.pinned);
    node.dataset.target = bar.id;
    node.setAttribute("aria-label", bar.tip.join(", "));
    node.onclick = () => setTriggerValue("visit", bar.id);
    node.onmouseenter = node.onfocus = () => show(bar, node);
    node.onmouseleave = node.onblur = hide;
    tracks[bar.row].append(node);
    bars.push([node, bar]);
  });
  scroll.append(sheet);
  scroll.onscroll = hide;
  root.append(scroll, tip);
  [scroll.scrollLeft, scroll.scrollTop] = at;
}
