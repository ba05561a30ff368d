#!/usr/bin/env python3
"""核验一次抽取 / verify a draw:  python suixin_verify.py RECEIPT.json POOL.csv.gz [LOG.json HEAD]

只用标准库，不与产品共用代码。Only the standard library; no code shared with the product.
recomputed: 名单、声明、种子、名次全部重算 / pool, statement, seed, tickets and order recomputed.
anchored: 日志与您从外部持有人处得到的链头 HEAD 相符 / the log fits a HEAD you got from a holder outside.
"""

import collections, csv, datetime, fractions, gc, gzip, io, itertools, json, multiprocessing, operator, re, sys
from hashlib import sha256

gc.disable()  # nothing here needs the collector
differences, ROWS = [], 1 << 16  # a block of 65,536 leaves is a whole subtree of the Merkle tree (RFC 6962)
FORM = re.compile("[0-9A-Z]+").fullmatch
sha_hex = lambda text: sha256(text.encode()).hexdigest()
HASH = type(sha256())  # its methods, mapped, spare a loop in Python for each of millions of rows
hashes = lambda texts: list(map(HASH.digest, map(sha256, texts)))
in_order = lambda pairs: dict(sorted(pairs, key=lambda p: p[0].encode("utf-16-be")))  # as RFC 8785 wants keys
digest = lambda value: sha_hex(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
instant = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def same(place, found, expected=True):
    if type(found) is not type(expected) or found != expected:
        differences.append({"place": place, "found": found, "expected": expected})


def root(level):
    while len(level) > 1:
        pairs = map(operator.add, level[::2], level[1::2])
        level = hashes(map(b"\1".__add__, pairs)) + level[len(level) // 2 * 2 :]
    return level[0]


def block(job):
    """Rows, text of the lines, subtree root, stratum sizes, low tickets, odd rows, first and last id."""
    start, text, width, at, strata, gone, key, limits, outside = job
    lines = text.decode().split("\n")[:-1]
    cells = list(itertools.chain(*csv.reader(lines))) if b'"' in text else ",".join(lines).split(",")
    fits, columns = len(cells) == width * len(lines), [cells[i::width] for i in at]
    lines, ids, kinds = list(map("\t".join, zip(*columns))), columns[0], list(zip(*columns[1:]))
    inside = {k: [i for i, wh in enumerate(strata) if all(k[c - 1] in vs for c, vs in wh)] for k in set(kinds)}
    right = {k: v[0] if v else None for k, v in inside.items() if len(v) == 1 or outside and not v}
    lost = kinds if len(right) < len(inside) else []
    odd = [f"row {n}: not in one stratum" for n, k in enumerate(lost, start + 1) if k not in right]
    pairs = [] if all(map(operator.lt, ids, ids[1:])) and FORM("".join(ids)) else enumerate(zip(["", *ids], ids), start + 1)
    odd += [f"row {n}: id {who}: form or order" for n, (b, who) in pairs if b >= who or not FORM(who)]
    odd += ["a control character or a cell too many"] * (not fits or min("".join(map("".join, inside)) + " ") < " ")
    where = [None if who in gone else i for who, i in zip(ids, map(right.get, kinds))]
    tickets = list(map(HASH.hexdigest, map(sha256, map(key.__add__, "\n".join(ids).encode().split(b"\n")))))
    few = itertools.compress(zip(where, tickets, ids), map(max(limits).__ge__, tickets))
    low = [(i, t, w) for i, t, w in few if i is not None and t <= limits[i]]
    leaves, text = ("\0" + "\n\2\0".join(lines) + "\n").encode().split(b"\2"), ("\n".join(lines) + "\n").encode()
    return len(ids), text, root(hashes(leaves)), collections.Counter(where), low, odd, ids[0], ids[-1]


def recompute(rc, path):
    st, seed, plan = rc["statement"], rc["seed"], rc["statement"]["plan"]
    same("statement.algorithm", st["algorithm"], "suixin-draw-1")
    same("commitment", rc["commitment"], digest(st))
    same("seed: one printable line", seed.isascii() and seed.isprintable() and seed == seed.strip() != "")
    if plan["seed_source"]["kind"] != "rehearsal":
        evidence(rc["commitment"], seed, rc["evidence"], plan["seed_source"])
    names = ["id", "risk", "district", *plan.get("columns", [])]
    strata = [[(names.index(k), [v] if isinstance(v, str) else v) for k, v in s["where"].items()] for s in plan["strata"]]
    claims = [(s["drawn"] + s["substitutes"], s["size"]) for s in rc["strata"]]
    limits = ["g" if len(c) == size else max([r["ticket"] for r in c], default="") for c, size in claims]
    gone, key = {e["id"] for e in plan.get("exclude", [])}, sha_hex(f"{rc['commitment']}\n{seed}")[:32] + "/"
    same("strata", [s["name"] for s in rc["strata"]], [s["name"] for s in plan["strata"]])
    rows, lines, tree, sizes, found, before = 0, sha256(), [], [0] * len(strata), [[] for _ in strata], ""
    with io.BufferedReader(gzip.open(path), 1 << 20) as file, multiprocessing.Pool() as crew:
        head = next(csv.reader([file.readline().decode()]))
        known = (len(head), [head.index(n) for n in names], strata, gone, key.encode(), limits, plan.get("outside") is True)
        texts = enumerate(iter(lambda: b"".join(itertools.islice(file, ROWS)), b""))
        for count, text, top, size, low, odd, first, last in crew.imap(block, ((i * ROWS, t, *known) for i, t in texts)):
            same(f"row {rows + 1}: order", first > before)
            rows, sizes, before = rows + count, [n + size[i] for i, n in enumerate(sizes)], last
            lines.update(text)
            tree.append(top)
            [found[i].append(row) for i, *row in low]
            [same(place, False) for place in odd]
    right = {"rows": rows, "pool_digest": lines.hexdigest(), "pool_root": root(tree).hex()}
    [same(f"statement.{name}", st[name], right[name]) for name in right]
    for i, (s, rule) in enumerate(zip(rc["strata"], plan["strata"])):
        ratio = fractions.Fraction(rule.get("ratio", 0))
        count = -(-ratio.numerator * sizes[i] // ratio.denominator) if ratio else rule["count"]
        right = [{"id": who, "ticket": ticket} for ticket, who in sorted(found[i])][: 2 * count]
        cutoff = right[count - 1]["ticket"] if 0 < count <= len(right) else None
        same(f"strata[{i}]: number of rows", len(right), min(2 * count, sizes[i]))
        same(f"strata[{i}]: size, count, cutoff", [s["size"], s["count"], s["cutoff"]], [sizes[i], count, cutoff])
        for name, part in (("drawn", right[:count]), ("substitutes", right[count:])):
            same(f"strata[{i}].{name}.length", len(s[name]), len(part))
            [same(f"strata[{i}].{name}[{j}]", *ab) for j, ab in enumerate(zip(s[name], part)) if ab[0] != ab[1]]


def evidence(commitment, seed, ev, source):
    same("evidence.kind", ev["kind"] in {s["kind"] for s in [source, *source.get("fallback", [])]} - {"rehearsal"})
    if ev["kind"] == "ceremony":
        people = sorted(ev["witnesses"], key=lambda w: w["name"].encode())
        same("evidence.witnesses: two or more", len({w["name"] for w in people}) == len(people) >= 2)
        [same("pledge of " + w["name"], w["pledge"], sha_hex(f"{commitment}\n{w['name']}\n{w['contribution']}")) for w in people]
        same("seed", seed, "/".join(w["contribution"] for w in people))
    else:  # a published figure stands in the evidence; a beacon's seed is the digest of its signature
        signature = ev.get("signature") if ev["kind"] == "beacon" else None
        same("seed", seed, sha256(bytes.fromhex(signature)).hexdigest() if signature else ev.get("figure", seed))


def anchor(rc, log, head):
    """Chain, numbers, one seed, times, pledges; and the head from outside between commitment and seed."""
    mine, before, plans, at = {}, "0" * 64, 0, 0
    for i, e in enumerate(log["entries"]):
        made = digest({k: e[k] for k in e if k != "hash"})
        same(f"log[{i}]: index, previous, hash", [e["index"], e["previous"], e["hash"]], [i, before, made])
        before, at, earlier, plans = e["hash"], instant(e["at"]), at, plans + (e["kind"] == "plan")
        same(f"log[{i}]: time or number", at >= earlier and (e["kind"] != "plan" or e["body"]["number"] == plans))
        if e["body"].get("commitment") == rc["commitment"] and e["kind"] not in ("substitution", "top_up"):
            name = (e["kind"], e["body"].get("witness"))
            same(f"log[{i}]: once only", name not in mine)
            mine[name] = {**e["body"], "index": i, "at": at}
    [same("stamp of " + s["holder"], log["entries"][s["index"]]["hash"], s["head"]) for s in log.get("stamps", [])]
    made, seed, drawn = (mine[kind, None] for kind in ("commitment", "seed", "receipt"))
    published, source = rc["times"]["published"], rc["statement"]["plan"]["seed_source"]
    right = [made["number"], made["published_at"], seed["seed"], drawn["receipt"], drawn.get("previous")]
    same("log: number, time, seed, receipt, previous", [rc["number"], published, rc["seed"], digest(rc), rc["previous"]], right)
    people, time = rc["evidence"].get("witnesses", []), rc["evidence"].get("time")
    [same("log: pledge of " + w["name"], mine["pledge", w["name"]]["pledge"], w["pledge"]) for w in people]
    born = min(seed["at"], instant(time) if time else seed["at"])
    same("log: seed after commitment and not_before", instant(published) < born >= instant(source["not_before"]))
    heads = [e["hash"] for e in log["entries"][made["index"] : seed["index"]] if source["kind"] != "rehearsal"]
    same("HEAD of a draw, between commitment and seed", head in heads)


def main(receipt, pool, log=None, head=""):
    load = lambda path: json.loads(open(path, encoding="utf-8").read(), object_pairs_hook=in_order)
    verdict = {"recomputed": False, "anchored": False}
    try:
        verdict["recomputed"] = recompute(load(receipt), pool) or not differences
        if log:
            verdict["anchored"] = anchor(load(receipt), load(log), head) or not differences
    except (LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, csv.Error, ArithmeticError) as error:
        same("unreadable", f"{type(error).__name__}: {error}")
    verdict["says"] = "已锚定 / ANCHORED" if verdict["anchored"] else "未锚定 / NOT ANCHORED"
    verdict["says"] += " · 演练，不是抽取 / rehearsal, not a draw" * ('"rehearsal"' in open(receipt, encoding="utf-8").read())
    print(json.dumps({**verdict, "differences": differences[:1000]}, ensure_ascii=False, indent=1))
    return 0 if verdict["recomputed"] and (verdict["anchored"] or not log) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if 3 <= len(sys.argv) <= 5 else print(__doc__) or 2)
