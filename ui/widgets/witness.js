// A witness's own number. It is made or typed here, kept in this browser, and leaves it only when the
// witness reveals it; until then the desk receives the pledge alone.
const K = [];
const H0 = [];
(function constants() {
  // First 32 bits of the fractional parts of the roots of the first primes (FIPS 180-4).
  const part = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (H0.length < 8) H0.push(part(Math.sqrt(n)));
    K.push(part(Math.cbrt(n)));
  }
})();

function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const blocks = ((bytes.length + 8) >> 6) + 1;
  const words = new Int32Array(blocks * 16);
  bytes.forEach((byte, i) => { words[i >> 2] |= byte << (24 - (i % 4) * 8); });
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length % 4) * 8);
  words[words.length - 1] = bytes.length * 8;
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const h = H0.slice();
  const w = new Int32Array(64);
  for (let block = 0; block < words.length; block += 16) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) { w[i] = words[block + i]; continue; }
      const a = w[i - 15], b = w[i - 2];
      const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
      const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 64; i++) {
      const t1 = (z + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      z = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, z].forEach((value, i) => { h[i] = (h[i] + value) | 0; });
  }
  return h.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
}

function keep(place, value) {
  try { window.localStorage.setItem(place, value); } catch { /* the number is on the screen anyway */ }
}

function kept(place) {
  try { return window.localStorage.getItem(place) || ""; } catch { return ""; }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".witness");
  const now = JSON.stringify(data);
  if (root.dataset.drawn === now) return;
  root.dataset.drawn = now;
  root.replaceChildren();
  const place = `suixin/${data.draw}/${data.commitment.slice(0, 16)}/${data.witness}`;
  const make = (tag, cls, text) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const label = make("label", "", data.words.contribution);
  const input = make("input");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.value = kept(place);
  label.append(input);
  const line = make("div", "line");
  const random = make("button", "", data.words.random);
  const send = make("button", "main", data.state === "waiting" ? data.words.pledge : data.words.reveal);
  const seal = make("p", "seal");
  const note = make("p", "note");
  [random, send].forEach((button) => { button.type = "button"; });

  const show = () => {
    const value = input.value.trim();
    const strong = value.length >= 32 && /^[\x21-\x2e\x30-\x7e]+$/.test(value);
    const pledge = value ? sha256(`${data.commitment}\n${data.witness}\n${value}`) : "";
    seal.textContent = pledge ? `${data.words.seal} ${pledge.replace(/(.{4})/g, "$1 ")}` : "";
    const same = data.state === "waiting" || pledge === data.pledge;
    send.disabled = !strong || !same || (data.state === "pledged" && !data.open);
    if (value && !strong) note.textContent = data.words.weak;
    else if (value && !same) note.textContent = data.words.differs;
    else note.textContent = data.state === "pledged" && !data.open ? data.words.wait : data.words.keep;
    return { value, pledge };
  };
  random.addEventListener("click", () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    input.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    show();
  });
  input.addEventListener("input", show);
  send.addEventListener("click", () => {
    const { value, pledge } = show();
    keep(place, value);
    send.disabled = true;
    if (data.state === "waiting") setTriggerValue("pledge", pledge);
    else setTriggerValue("contribution", value);
  });
  if (data.state === "waiting") line.append(random);
  line.append(send);
  root.append(label, seal, note, line);
  show();
}
