/** What our rules rest on in Automerge 3.5. Read this first after an upgrade: a failure names the rule that falls. */
import * as Automerge from "@automerge/automerge/slim";
import { beforeAll, describe, expect, test } from "vitest";
import { toHex } from "#shared/kernel/bytes";
import { startAutomerge } from "#tests/support/automerge";
import { nodeSha256 } from "#tests/support/keys";

beforeAll(startAutomerge);

type Handle = ReturnType<typeof Automerge.getBackend>;

const [actorA, actorB] = ["aa".repeat(16), "bb".repeat(16)];
const handle = (actor: string): Handle => Automerge.getBackend(Automerge.init({ actor }));

/** A document with one record, and a second copy of it. */
const twoCopies = (): { a: Handle; b: Handle; record: string; records: string } => {
  const a = handle(actorA);
  const records = a.putObject("_root", "records", {});
  const record = a.putObject(records, "line:1", {});
  a.put(record, "quantity", 5, "int");
  a.put(record, "name", "Lamp", "str");
  a.commit("made", 0);
  const b = handle(actorB);
  b.applyChanges(a.getChanges([]));
  a.updateDiffCursor();
  b.updateDiffCursor();
  return { a, b, record, records };
};

const exchange = (a: Handle, b: Handle): void => {
  const fromA = a.getChanges(b.getHeads().filter((head) => a.getChangeMetaByHash(head) !== null));
  const fromB = b.getChanges(a.getHeads().filter((head) => b.getChangeMetaByHash(head) !== null));
  a.applyChanges(fromB);
  b.applyChanges(fromA);
};

describe("documents are made once, by one device", () => {
  test("[A1][A4] two containers made apart under one key: one is hidden, with everything in it", () => {
    const [a, b] = [handle(actorA), handle(actorB)];
    for (const one of [a, b]) {
      const records = one.putObject("_root", "records", {});
      one.put(records, one.getActorId(), 1, "int");
      one.commit("", 0);
    }
    exchange(a, b);
    expect(a.keys(String(a.getWithType("_root", "records")?.[1]))).toHaveLength(1);
    expect(a.getAll("_root", "records")).toHaveLength(2);
  });

  test("[A2] the same actor, content and time give the same bytes", () => {
    const make = (): Uint8Array => {
      const one = handle(actorA);
      one.put("_root", "kind", "event", "str");
      one.commit("m", 7);
      return one.getLastLocalChange() ?? new Uint8Array();
    };
    expect(make()).toEqual(make());
  });

  test("[A19] two different changes under one actor and number can never be merged", () => {
    const { a, b } = twoCopies();
    const twin = handle(actorA);
    twin.applyChanges(a.getChanges([]));
    for (const [one, value] of [
      [a, 1],
      [twin, 2],
    ] as const) {
      one.put("_root", "x", value, "int");
      one.commit("", 0);
    }
    const mine = a.getLastLocalChange();
    const theirs = twin.getLastLocalChange();
    if (mine === null || theirs === null) throw new Error("both changed something");
    b.applyChanges([mine]);
    expect(() => b.applyChanges([theirs])).toThrow(/duplicate seq/);
  });
});

describe("fields are set one by one and records never deleted", () => {
  test("[A5] replacing a record loses the other's field, deleting it loses all of them", () => {
    const { a, b, record, records } = twoCopies();
    const replaced = a.putObject(records, "line:1", {});
    a.put(replaced, "quantity", 9, "int");
    a.commit("", 0);
    b.put(record, "name", "Truss", "str");
    b.commit("", 0);
    exchange(a, b);
    expect(a.materialize(records)).not.toHaveProperty(["line:1", "name"]);
    const again = twoCopies();
    again.a.delete(again.records, "line:1");
    again.a.commit("", 0);
    again.b.put(again.record, "name", "Truss", "str");
    again.b.commit("", 0);
    exchange(again.a, again.b);
    expect(again.a.keys(again.records)).toEqual([]);
  });

  test("[A7] two values for one field: the same winner everywhere, both readable, patches say so", () => {
    const { a, b, record } = twoCopies();
    for (const [one, value] of [
      [a, 7],
      [b, 9],
    ] as const) {
      one.put(record, "quantity", value, "int");
      one.commit("", 0);
      one.updateDiffCursor();
    }
    exchange(a, b);
    expect(a.get(record, "quantity")).toBe(9);
    expect(b.get(record, "quantity")).toBe(9);
    expect(
      a
        .getAll(record, "quantity")
        .map(([, value]) => value)
        .sort(),
    ).toEqual([7, 9]);
    expect(a.diffIncremental()).toMatchObject([
      { action: "put", path: ["records", "line:1", "quantity"], conflict: true },
    ]);
    expect(b.diffIncremental()).toEqual([{ action: "conflict", path: ["records", "line:1", "quantity"] }]);
    expect(a.diff([], a.getHeads())).toContainEqual({
      action: "put",
      path: ["records", "line:1", "quantity"],
      value: 9,
      conflict: true,
    });
  });

  test("a third value that does not win comes without a patch: conflicts are read again, not kept from patches", () => {
    const { a, b, record } = twoCopies();
    const c = handle("0c".repeat(16));
    c.applyChanges(a.getChanges([]));
    for (const [one, value] of [
      [a, 7],
      [b, 9],
      [c, 8],
    ] as const) {
      one.put(record, "quantity", value, "int");
      one.commit("", 0);
      one.updateDiffCursor();
    }
    exchange(a, b);
    b.diffIncremental();
    exchange(b, c);
    expect(b.getAll(record, "quantity")).toHaveLength(3);
    expect(b.diffIncremental().filter(({ action }) => action === "put")).toEqual([]);
  });

  test("[A8] equal heads do not mean equal bytes: documents are compared by heads and rows", () => {
    const { a, b, record } = twoCopies();
    for (const [one, name] of [
      [a, "n1"],
      [b, "n2"],
    ] as const) {
      one.put(record, name, 1, "int");
      one.commit("", 0);
    }
    exchange(a, b);
    expect([...a.getHeads()].sort()).toEqual([...b.getHeads()].sort());
    expect(a.materialize("/")).toEqual(b.materialize("/"));
  });
});

describe("strings and numbers", () => {
  test("[A16] text costs an operation per letter, a fixed string one", () => {
    const one = handle(actorA);
    one.put("_root", "fixed", "0123456789", "str");
    one.commit("", 0);
    const fixed = one.stats().numOps;
    one.putObject("_root", "text", "0123456789");
    one.commit("", 0);
    expect(fixed).toBe(1);
    expect(one.stats().numOps).toBeGreaterThanOrEqual(fixed + 10);
  });

  test("[A6] what a record may hold comes back as it was", () => {
    const one = handle(actorA);
    one.put("_root", "big", Number.MAX_SAFE_INTEGER, "int");
    one.put("_root", "instant", 1_800_000_000_000, "int");
    one.put("_root", "negative", -12, "int");
    one.put("_root", "bytes", new Uint8Array([0, 255]), "bytes");
    one.put("_root", "yes", true, "boolean");
    one.putObjectFromHydrate("_root", "record", {
      text: new Automerge.ImmutableString("Ä"),
      count: 3,
      no: false,
    });
    one.commit("", 0);
    const read = handle(actorB);
    read.applyChanges(one.getChanges([]));
    expect(read.materialize("/")).toMatchObject({
      // Only at the very end of the range; turned back into numbers in one place.
      big: BigInt(Number.MAX_SAFE_INTEGER),
      instant: 1_800_000_000_000,
      negative: -12,
      bytes: new Uint8Array([0, 255]),
      yes: true,
    });
    const record = read.getWithType("_root", "record");
    expect(read.getWithType(String(record?.[1]), "text")).toEqual(["str", "Ä"]);
    expect(read.getWithType(String(record?.[1]), "count")).toEqual(["int", 3]);
  });
});

describe("chunks", () => {
  test("a change hash is the SHA-256 of its chunk from the type byte on", () => {
    const { a } = twoCopies();
    const chunk = a.getLastLocalChange() ?? new Uint8Array();
    expect(toHex(nodeSha256(chunk.subarray(8)))).toBe(a.getHeads()[0]);
  });

  test("[A9] chunks may come in any order; what misses an ancestor waits and is named", () => {
    const { a, b, record } = twoCopies();
    const chunks = [1, 2, 3].map((value) => {
      a.put(record, "quantity", value, "int");
      a.commit("", 0);
      return a.getLastLocalChange() ?? new Uint8Array();
    });
    b.applyChanges([chunks[2] ?? new Uint8Array()]);
    expect(b.get(record, "quantity")).toBe(5);
    expect(b.getMissingDeps([])).toHaveLength(1);
    b.applyChanges(chunks);
    expect(b.get(record, "quantity")).toBe(3);
    expect(b.getMissingDeps([])).toEqual([]);
  });

  test("[A10] a flipped bit is not refused but becomes another change: checksums and hashes are ours to check", () => {
    const { a, b, record } = twoCopies();
    a.put(record, "name", "a name long enough to hit", "str");
    a.commit("", 0);
    const chunk = (a.getLastLocalChange() ?? new Uint8Array()).slice();
    const at = chunk.length - 12;
    chunk[at] = (chunk[at] ?? 0) ^ 1;
    const applied = (): unknown => {
      try {
        b.applyChanges([chunk]);
        return b.getHeads()[0] === a.getHeads()[0];
      } catch {
        return false;
      }
    };
    expect(applied()).toBe(false);
  });

  test("[A17] a write that changes nothing makes no change", () => {
    const { a } = twoCopies();
    expect(a.commit("nothing", 0)).toBeNull();
  });
});
