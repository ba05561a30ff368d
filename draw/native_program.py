"""The program `native` has LLVM compile: three loops over rows, and SHA-256 of one row's blocks.

Written for the instructions sha256rnds2, sha256msg1 and sha256msg2 (Intel's SHA extensions). They hold
the state in two vectors, {F, E, B, A} and {H, G, D, C} from the lowest lane up, and do two rounds at a
time with two message words, constants added, in the lowest lanes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draw.sha256_constants import INITIAL, ROUNDS


def program() -> str:
    """The text of the module in LLVM's language."""
    return _HEAD + "\n".join(_compress()) + _LOOPS


def _vector(words: Sequence[int]) -> str:
    return "<" + ", ".join(f"i32 {word}" for word in words) + ">"


def _compress() -> Iterator[str]:
    """The state after `%blocks` blocks of 64 bytes, as %abef and %cdgh, stored at %state."""
    a, b, c, d, e, f, g, h = INITIAL
    yield "define internal void @digest(ptr %block, i64 %blocks, ptr %state) {"
    yield "start:\n  br label %loop"
    yield "loop:\n  %i = phi i64 [0, %start], [%next, %loop]"
    yield f"  %x = phi <4 x i32> [{_vector((f, e, b, a))}, %start], [%abef, %loop]"
    yield f"  %y = phi <4 x i32> [{_vector((h, g, d, c))}, %start], [%cdgh, %loop]"
    yield "  %at = shl i64 %i, 6\n  %from = getelementptr i8, ptr %block, i64 %at"
    for n in range(4):
        yield f"  %p{n} = getelementptr i8, ptr %from, i64 {16 * n}"
        yield f"  %l{n} = load <4 x i32>, ptr %p{n}, align 1"
        yield f"  %w{n} = call <4 x i32> @llvm.bswap.v4i32(<4 x i32> %l{n})"
    state = ("%x", "%y")
    for n in range(16):
        if n > 3:
            yield from _schedule(n)
        yield from _four_rounds(n, *state)
        state = (f"%s{n}", f"%t{n}")
    yield f"  %abef = add <4 x i32> %x, {state[0]}\n  %cdgh = add <4 x i32> %y, {state[1]}"
    yield "  %next = add i64 %i, 1\n  %more = icmp ult i64 %next, %blocks"
    yield "  br i1 %more, label %loop, label %done"
    yield _STORE


def _schedule(n: int) -> Iterator[str]:
    """Message words 4n to 4n + 3 from the sixteen before."""
    w = [f"<4 x i32> %w{n - 4 + i}" for i in range(4)]
    middle = "<4 x i32> <i32 1, i32 2, i32 3, i32 4>"
    yield f"  %m{n} = shufflevector {w[2]}, {w[3]}, {middle}"
    yield f"  %o{n} = call <4 x i32> @llvm.x86.sha256msg1({w[0]}, {w[1]})"
    yield f"  %n{n} = add <4 x i32> %m{n}, %o{n}"
    yield f"  %w{n} = call <4 x i32> @llvm.x86.sha256msg2(<4 x i32> %n{n}, {w[3]})"


def _four_rounds(n: int, abef: str, cdgh: str) -> Iterator[str]:
    upper = "<4 x i32> <i32 2, i32 3, i32 2, i32 3>"
    rounds = "call <4 x i32> @llvm.x86.sha256rnds2(<4 x i32>"
    yield f"  %k{n} = add <4 x i32> %w{n}, {_vector(ROUNDS[4 * n : 4 * n + 4])}"
    yield f"  %t{n} = {rounds} {cdgh}, <4 x i32> {abef}, <4 x i32> %k{n})"
    yield f"  %u{n} = shufflevector <4 x i32> %k{n}, <4 x i32> poison, {upper}"
    yield f"  %s{n} = {rounds} {abef}, <4 x i32> %t{n}, <4 x i32> %u{n})"


_HEAD = """
declare <4 x i32> @llvm.bswap.v4i32(<4 x i32>)
declare <4 x i32> @llvm.x86.sha256msg1(<4 x i32>, <4 x i32>)
declare <4 x i32> @llvm.x86.sha256msg2(<4 x i32>, <4 x i32>)
declare <4 x i32> @llvm.x86.sha256rnds2(<4 x i32>, <4 x i32>, <4 x i32>)
declare i64 @llvm.bswap.i64(i64)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)

"""

_STORE = """done:
  %d = shufflevector <4 x i32> %abef, <4 x i32> %cdgh, <4 x i32> <i32 3, i32 2, i32 7, i32 6>
  %e = shufflevector <4 x i32> %abef, <4 x i32> %cdgh, <4 x i32> <i32 1, i32 0, i32 5, i32 4>
  %upper = getelementptr i8, ptr %state, i64 16
  store <4 x i32> %d, ptr %state, align 1
  store <4 x i32> %e, ptr %upper, align 1
  ret void
}
"""

_LOOPS = """
; Each value stands behind `head` bytes of %block; %width bytes of the digest are kept: 32, or 4 as a number.
define void @hash_rows(ptr %block, i64 %head, ptr %data, ptr %ends, i64 %rows, ptr %out, i64 %width) {
start:
  %state = alloca [8 x i32], align 16
  %value = getelementptr i8, ptr %block, i64 %head
  %first = load i64, ptr %ends, align 8
  %short = icmp eq i64 %width, 4
  %any = icmp sgt i64 %rows, 0
  br i1 %any, label %loop, label %done
loop:
  %i = phi i64 [0, %start], [%next, %kept]
  %begin = phi i64 [%first, %start], [%end, %kept]
  %next = add i64 %i, 1
  %end.at = getelementptr i64, ptr %ends, i64 %next
  %end = load i64, ptr %end.at, align 8
  %length = sub i64 %end, %begin
  %source = getelementptr i8, ptr %data, i64 %begin
  call void @llvm.memcpy.p0.p0.i64(ptr %value, ptr %source, i64 %length, i1 false)
  %size = add i64 %head, %length
  %padded = add i64 %size, 72
  %blocks = lshr i64 %padded, 6
  %whole = shl i64 %blocks, 6
  %mark = getelementptr i8, ptr %block, i64 %size
  %rest = sub i64 %whole, %size
  call void @llvm.memset.p0.i64(ptr %mark, i8 0, i64 %rest, i1 false)
  store i8 -128, ptr %mark, align 1
  %bits = shl i64 %size, 3
  %turned = call i64 @llvm.bswap.i64(i64 %bits)
  %last = sub i64 %whole, 8
  %bits.at = getelementptr i8, ptr %block, i64 %last
  store i64 %turned, ptr %bits.at, align 1
  call void @digest(ptr %block, i64 %blocks, ptr %state)
  %place = mul i64 %i, %width
  %target = getelementptr i8, ptr %out, i64 %place
  br i1 %short, label %number, label %digest
number:
  %word = load i32, ptr %state, align 16
  store i32 %word, ptr %target, align 1
  br label %kept
digest:
  %upper.at = getelementptr i8, ptr %state, i64 16
  %lower = load <4 x i32>, ptr %state, align 16
  %upper = load <4 x i32>, ptr %upper.at, align 16
  %a = call <4 x i32> @llvm.bswap.v4i32(<4 x i32> %lower)
  %b = call <4 x i32> @llvm.bswap.v4i32(<4 x i32> %upper)
  %target.b = getelementptr i8, ptr %target, i64 16
  store <4 x i32> %a, ptr %target, align 1
  store <4 x i32> %b, ptr %target.b, align 1
  br label %kept
kept:
  %more = icmp slt i64 %next, %rows
  br i1 %more, label %loop, label %done
done:
  ret void
}

; Value i, then word codes[i], to the place made[i] of %out.
define void @join(ptr %data, ptr %ends, ptr %codes, ptr %words, ptr %starts, ptr %made, ptr %out, i64 %rows) {
start:
  %any = icmp sgt i64 %rows, 0
  br i1 %any, label %loop, label %done
loop:
  %i = phi i64 [0, %start], [%next, %loop]
  %next = add i64 %i, 1
  %begin.at = getelementptr i64, ptr %ends, i64 %i
  %begin = load i64, ptr %begin.at, align 8
  %end.at = getelementptr i64, ptr %ends, i64 %next
  %end = load i64, ptr %end.at, align 8
  %length = sub i64 %end, %begin
  %code.at = getelementptr i32, ptr %codes, i64 %i
  %code = load i32, ptr %code.at, align 4
  %c = zext i32 %code to i64
  %d = add i64 %c, 1
  %from.at = getelementptr i64, ptr %starts, i64 %c
  %from = load i64, ptr %from.at, align 8
  %to.at = getelementptr i64, ptr %starts, i64 %d
  %to = load i64, ptr %to.at, align 8
  %added = sub i64 %to, %from
  %place.at = getelementptr i64, ptr %made, i64 %i
  %place = load i64, ptr %place.at, align 8
  %value = getelementptr i8, ptr %data, i64 %begin
  %target = getelementptr i8, ptr %out, i64 %place
  call void @llvm.memcpy.p0.p0.i64(ptr %target, ptr %value, i64 %length, i1 false)
  %word = getelementptr i8, ptr %words, i64 %from
  %behind = getelementptr i8, ptr %target, i64 %length
  call void @llvm.memcpy.p0.p0.i64(ptr %behind, ptr %word, i64 %added, i1 false)
  %more = icmp slt i64 %next, %rows
  br i1 %more, label %loop, label %done
done:
  ret void
}

; bad[i] = 1 where value i is empty, longer than %longest, holds a byte whose number is below %least, or has
; 18 bytes whose numbers times %weights give a sum that is negative or no multiple of 31.
define void @suspicious(ptr %data, ptr %ends, i64 %rows, i64 %longest, ptr %numbers, i64 %least, ptr %weights, ptr %bad) {
start:
  %any = icmp sgt i64 %rows, 0
  br i1 %any, label %loop, label %done
loop:
  %i = phi i64 [0, %start], [%next, %judged]
  %next = add i64 %i, 1
  %begin.at = getelementptr i64, ptr %ends, i64 %i
  %begin = load i64, ptr %begin.at, align 8
  %end.at = getelementptr i64, ptr %ends, i64 %next
  %end = load i64, ptr %end.at, align 8
  %length = sub i64 %end, %begin
  %empty = icmp eq i64 %length, 0
  %long = icmp sgt i64 %length, %longest
  %odd = or i1 %empty, %long
  br i1 %odd, label %judged, label %bytes
bytes:
  %j = phi i64 [0, %loop], [%j.next, %bytes]
  %total = phi i64 [0, %loop], [%sum, %bytes]
  %lowest = phi i64 [0, %loop], [%lower, %bytes]
  %place = add i64 %begin, %j
  %byte.at = getelementptr i8, ptr %data, i64 %place
  %byte = load i8, ptr %byte.at, align 1
  %b = zext i8 %byte to i64
  %number.at = getelementptr i64, ptr %numbers, i64 %b
  %number = load i64, ptr %number.at, align 8
  %weight.at = getelementptr i64, ptr %weights, i64 %j
  %weight = load i64, ptr %weight.at, align 8
  %product = mul i64 %number, %weight
  %sum = add i64 %total, %product
  %below = icmp slt i64 %number, %lowest
  %lower = select i1 %below, i64 %number, i64 %lowest
  %j.next = add i64 %j, 1
  %j.more = icmp slt i64 %j.next, %length
  br i1 %j.more, label %bytes, label %checked
checked:
  %form = icmp slt i64 %lower, %least
  %code = icmp eq i64 %length, 18
  %negative = icmp slt i64 %sum, 0
  %left = srem i64 %sum, 31
  %uneven = icmp ne i64 %left, 0
  %wrong = or i1 %negative, %uneven
  %wrong.code = and i1 %code, %wrong
  %faulty = or i1 %form, %wrong.code
  br label %judged
judged:
  %is.bad = phi i1 [true, %loop], [%faulty, %checked]
  %flag = zext i1 %is.bad to i8
  %flag.at = getelementptr i8, ptr %bad, i64 %i
  store i8 %flag, ptr %flag.at, align 1
  %more = icmp slt i64 %next, %rows
  br i1 %more, label %loop, label %done
done:
  ret void
}
"""
