// Runs the core of docs/verify/verify.html outside a browser: one JSON case a line in, one verdict a line out.
import fs from "node:fs";
import readline from "node:readline";

const page = fs.readFileSync(process.argv[2], "utf8");
const core = /<script id="core">([\s\S]*?)<\/script>/.exec(page)[1];
const { verifyDraw, lookUp, sha256, hex } = new Function(core + "; return { verifyDraw, lookUp, sha256, hex };")();

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { receipt, pool, log, head, find, hash } = JSON.parse(line);
  let out;
  if (hash !== undefined) out = hex(sha256(Buffer.from(hash, "hex")));
  else if (find) out = lookUp(receipt, find);
  else {
    let stream = new Blob([pool.gz ? Buffer.from(pool.gz, "base64") : pool.text]).stream();
    if (pool.gz) stream = stream.pipeThrough(new DecompressionStream("gzip"));
    out = await verifyDraw(receipt, stream, log, head);
    out.differences = out.differences.slice(0, 5);
  }
  process.stdout.write(JSON.stringify(out) + "\n");
}
