import { describe, expect, test } from "vitest";
import { createPositions } from "#shared/domain/scanning";
import type { ClockFactId, LoggedMovement, MovementId } from "#shared/domain/scanning";
import { brand } from "#shared/kernel/brand";
import type { MemberId } from "#shared/kernel/ids";
import { createScanWorld, logOf, named } from "#tests/support/scan-world";

const without = (fact: LoggedMovement, field: keyof LoggedMovement): LoggedMovement =>
  brand<LoggedMovement>(Object.fromEntries(Object.entries(fact).filter(([name]) => name !== field)));

const at = (text: string): number => Date.parse(`2026-06-11T${text}Z`);

describe("where one asset is", () => {
  test("an asset that never moved is home where it belongs", () => {
    const { positions, asset } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    expect(positions.of(spot)).toMatchObject({
      place: { type: "home", location: undefined },
      last: undefined,
    });
  });

  test("[SCN-12] follows each kind of fact", () => {
    const { positions, asset, event, fact, location } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const gala = event("Gala");
    const rack = location("Rack");
    const place = (): unknown => positions.of(spot).place;
    fact({ kind: "out", asset: spot, event: gala });
    expect(place()).toEqual({ type: "out", event: gala });
    fact({ kind: "lost", asset: spot });
    expect(place()).toEqual({ type: "lost", event: gala });
    fact({ kind: "found", asset: spot, location: rack });
    expect(place()).toEqual({ type: "home", location: rack });
    fact({ kind: "repaired", asset: spot });
    expect(place()).toEqual({ type: "home", location: rack });
    fact({ kind: "returned", asset: spot });
    expect(place()).toEqual({ type: "gone" });
    fact({ kind: "received", asset: spot });
    expect(place()).toEqual({ type: "home", location: undefined });
  });

  test("[MOV-4] an undo takes the effect away and keeps the fact", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const out = fact({ kind: "out", asset: spot, event: event("Gala") });
    fact({ kind: "out", asset: spot, event: event("Gala"), undoes: out.id });
    expect(positions.of(spot)).toMatchObject({ place: { type: "home" }, forks: [], last: undefined });
    expect(positions.factsOf(spot)).toHaveLength(2);
    expect(positions.piecesOf(event("Gala")).assets.size).toBe(0);
  });

  test("[MOV-2] [MOV-4] undoing an older movement leaves the newer one standing", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const out = fact({ kind: "out", asset: spot, event: event("Gala") });
    fact({ kind: "out", asset: spot, event: event("Fair") });
    fact({ kind: "out", asset: spot, event: event("Gala"), undoes: out.id });
    expect(positions.of(spot)).toMatchObject({ place: { type: "out", event: event("Fair") }, forks: [] });
    expect([...positions.piecesOf(event("Gala")).assets.keys()]).toEqual([]);
  });

  test("[MOV-4] an undo of one asset cannot reach a movement of another", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const [a, b] = [asset("SPOT-1", "Spot"), asset("SPOT-2", "Spot")];
    const out = fact({ kind: "out", asset: a, event: event("Gala") });
    fact({ kind: "out", asset: b, event: event("Gala"), undoes: out.id });
    expect(positions.of(a).place).toMatchObject({ type: "out" });
  });

  test("a fact the device no longer holds stops counting", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const out = fact({ kind: "out", asset: spot, event: event("Gala") });
    positions.apply({ gone: [out.id] });
    expect(positions.of(spot).place).toMatchObject({ type: "home" });
    expect(positions.piecesOf(event("Gala")).assets.size).toBe(0);
  });

  test("the general undo marks the record as removed: it stops counting as well", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const out = fact({ kind: "out", asset: spot, event: event("Gala") });
    positions.apply({ movements: [{ ...out, removedAt: out.at + 1 }] });
    expect(positions.of(spot)).toMatchObject({ place: { type: "home" }, last: undefined });
  });
});

describe("devices that did not know of each other", () => {
  const doubleScan = () => {
    const world = createScanWorld();
    const spot = world.asset("LED-0113", "Spiider");
    const [gala, fair] = [world.event("Gala"), world.event("Fair")];
    const mira = world.fact({
      kind: "out",
      asset: spot,
      event: gala,
      at: at("14:02"),
      thing: logOf("phone 3"),
    });
    // The second device did not know of the first scan: its fact follows nothing either.
    const jo = world.fact({
      kind: "out",
      asset: spot,
      event: fair,
      at: at("14:05"),
      thing: logOf("truck 2"),
      by: named<MemberId>("Jo"),
      after: "nothing",
    });
    return { ...world, spot, gala, fair, mira, jo };
  };

  test("[MOV-3] [SCN-11] two movements after the same one are a conflict; both events count the piece", () => {
    const { positions, spot, gala, fair, mira, jo } = doubleScan();
    const position = positions.of(spot);
    expect(position.forks).toHaveLength(1);
    expect(new Set(position.forks[0]?.members.map((fact) => fact.id))).toEqual(new Set([mira.id, jo.id]));
    expect(position.place).toEqual({ type: "out", event: fair });
    expect(position.others.map((end) => end.place)).toEqual([{ type: "out", event: gala }]);
    expect([...positions.disputed()]).toEqual([spot]);
    for (const event of [gala, fair]) expect(positions.piecesOf(event).assets.get(spot)?.status).toBe("out");
  });

  test("[MOV-2] [MOV-5] [SCN-11] a settled fact decides; what follows the dropped movement follows the kept one", () => {
    const { positions, spot, gala, fair, mira, jo, settle, fact } = doubleScan();
    settle({ asset: spot, keeps: mira.id, drops: jo.id });
    expect(positions.of(spot)).toMatchObject({ place: { type: "out", event: gala }, forks: [], others: [] });
    expect(positions.piecesOf(fair).assets.size).toBe(0);
    expect(positions.disputed().size).toBe(0);
    // A phone that has not heard of the decision scans it in on top of the dropped movement.
    fact({ kind: "in", asset: spot, event: fair, after: jo.id });
    expect(positions.of(spot)).toMatchObject({ place: { type: "home" }, forks: [] });
  });

  test("[MOV-5] a decision taken back opens the question again", () => {
    const { positions, spot, mira, jo, settle } = doubleScan();
    const decision = settle({ asset: spot, keeps: mira.id, drops: jo.id });
    settle({ asset: spot, keeps: mira.id, drops: jo.id, replaces: decision.id, isReopened: true });
    expect(positions.of(spot).forks).toHaveLength(1);
  });

  test("[MOV-5] two people who decide differently without knowing of each other decide nothing", () => {
    const { positions, spot, fair, mira, jo, settle } = doubleScan();
    const one = settle({ asset: spot, keeps: mira.id, drops: jo.id });
    const two = settle({ asset: spot, keeps: jo.id, drops: mira.id });
    expect(positions.of(spot).forks).toHaveLength(1);
    settle({ asset: spot, keeps: jo.id, drops: mira.id, replaces: one.id });
    settle({ asset: spot, keeps: jo.id, drops: mira.id, replaces: two.id });
    expect(positions.of(spot)).toMatchObject({ place: { type: "out", event: fair }, forks: [] });
  });

  test("three devices, one piece: two decisions are needed", () => {
    const { positions, spot, gala, mira, jo, settle, fact } = doubleScan();
    const third = fact({ kind: "lost", asset: spot, after: "nothing" });
    settle({ asset: spot, keeps: mira.id, drops: jo.id });
    expect(positions.of(spot).forks[0]?.members).toHaveLength(2);
    settle({ asset: spot, keeps: mira.id, drops: third.id });
    expect(positions.of(spot)).toMatchObject({ place: { type: "out", event: gala }, forks: [] });
  });

  test("facts that name each other as predecessor do not hang the fold", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const [a, b] = [named<MovementId>("loop a"), named<MovementId>("loop b")];
    fact({ kind: "out", asset: spot, event: event("Gala"), id: a, after: b });
    fact({ kind: "in", asset: spot, id: b, after: a });
    expect(positions.of(spot).last?.id).toBe(a < b ? b : a);
  });
});

describe("corrected time", () => {
  test("[MOV-8] own offset, else the device's next clock fact, else not exact", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const known = fact({ kind: "out", asset: spot, event: event("Gala"), at: at("14:00"), offsetMs: 1500 });
    expect(positions.timeOf(known)).toEqual({ at: at("14:00") + 1500, isExact: true });
    const offline = without(
      { ...known, id: named<MovementId>("offline"), thing: logOf("phone") },
      "offsetMs",
    );
    expect(positions.timeOf(offline)).toEqual({ at: at("14:00"), isExact: false });
    const clock = (id: string, device: string, relay: string, thing = logOf("phone")) => ({
      id: named<ClockFactId>(id),
      deviceTime: at(device),
      relayTime: at(relay),
      thing,
    });
    positions.apply({
      clocks: [
        clock("late", "18:00", "18:30"),
        clock("next", "15:00", "15:10"),
        clock("before", "13:00", "13:59"),
        clock("other", "14:30", "20:00", logOf("laptop")),
      ],
    });
    expect(positions.timeOf(offline)).toEqual({ at: at("14:10"), isExact: true });
  });

  test("[MOV-8] never later than the receipt", () => {
    const { asset, event, fact } = createScanWorld();
    const out = fact({
      kind: "out",
      asset: asset("SPOT-1", "Spot"),
      event: event("Gala"),
      at: at("14:00"),
      offsetMs: 3_600_000,
    });
    const positions = createPositions({ receivedAt: () => at("14:30") });
    expect(positions.timeOf(out)).toEqual({ at: at("14:30"), isExact: true });
  });

  test("[MOV-3] [MOV-8] a clock fact that comes later can change which end of a conflict is shown", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const spot = asset("SPOT-1", "Spot");
    const early = fact({ kind: "out", asset: spot, event: event("Gala"), at: at("14:02") });
    const wrongClock = without(
      {
        ...early,
        id: named<MovementId>("wrong clock"),
        at: at("09:00"),
        event: event("Fair"),
        thing: logOf("phone"),
      },
      "offsetMs",
    );
    positions.apply({ movements: [wrongClock] });
    expect(positions.of(spot).place).toEqual({ type: "out", event: event("Gala") });
    positions.apply({
      clocks: [
        {
          id: named<ClockFactId>("c"),
          deviceTime: at("09:30"),
          relayTime: at("15:30"),
          thing: logOf("phone"),
        },
      ],
    });
    expect(positions.of(spot).place).toEqual({ type: "out", event: event("Fair") });
  });
});

describe("cases", () => {
  test("[MOV-6] [CAS-04] contents to any depth, outer before inner", () => {
    const { positions, asset, fact } = createScanWorld();
    const [big, small, spot] = [
      asset("BIG", "Case", { isCase: true }),
      asset("SMALL", "Case", { isCase: true }),
      asset("SPOT-1", "Spot"),
    ];
    fact({ kind: "packed", asset: spot, inCase: small });
    fact({ kind: "packed", asset: small, inCase: big });
    expect(positions.everythingIn(big)).toEqual([small, spot]);
    expect(positions.casesAround(spot)).toEqual([small, big]);
    fact({ kind: "out", asset: spot });
    expect(positions.everythingIn(big)).toEqual([small]);
  });

  test("[MOV-6] [CAS-05] a loop closed by a merge is cut at its oldest packing and reported", () => {
    const { positions, asset, fact } = createScanWorld();
    const [a, b, c] = [
      asset("A", "Case", { isCase: true }),
      asset("B", "Case", { isCase: true }),
      asset("C", "Case", { isCase: true }),
    ];
    const oldest = fact({ kind: "packed", asset: a, inCase: b });
    fact({ kind: "packed", asset: b, inCase: c });
    fact({ kind: "packed", asset: c, inCase: a });
    expect(positions.loops()).toEqual([{ members: [a, b, c].sort(), loose: a, ignored: oldest }]);
    expect(positions.of(a).container).toBeUndefined();
    expect(positions.everythingIn(a)).toEqual([c, b]);
    expect(positions.everythingIn(b)).toEqual([]);
    fact({ kind: "unpacked", asset: b });
    expect(positions.loops()).toEqual([]);
    expect(positions.of(a).container).toBe(b);
  });

  test("a case that says it lies in itself lies in nothing", () => {
    const { positions, asset, fact } = createScanWorld();
    const box = asset("A", "Case", { isCase: true });
    fact({ kind: "packed", asset: box, inCase: box });
    expect(positions.of(box).container).toBeUndefined();
    expect(positions.everythingIn(box)).toEqual([]);
    expect(positions.loops()).toHaveLength(1);
  });
});

describe("bulk stock", () => {
  test("[MOV-7] is a sum per place, case and event; an undo may arrive before what it takes back", () => {
    const { positions, product, event, location, fact, asset } = createScanWorld();
    const cable = product("XLR 10 m", "bulk");
    const [rack, van, gala] = [location("Rack"), location("Van"), event("Gala")];
    const box = asset("FC-07", "Case", { isCase: true });
    fact({ kind: "received", product: cable, quantity: 100, location: rack });
    fact({ kind: "out", product: cable, quantity: 40, event: gala, location: rack, inCase: box });
    fact({ kind: "in", product: cable, quantity: 38, event: gala, location: rack });
    fact({ kind: "lost", product: cable, quantity: 2, event: gala });
    fact({ kind: "transferred", product: cable, quantity: 10, from: rack, location: van });
    fact({ kind: "counted", product: cable, quantity: -1, location: rack });
    const undone = named<MovementId>("received twice");
    fact({ kind: "received", product: cable, quantity: 500, location: rack, undoes: undone });
    fact({ kind: "received", product: cable, quantity: 500, location: rack, id: undone });
    expect(positions.bulkOf(cable)).toEqual({
      byLocation: new Map([
        [rack, 87],
        [van, 10],
      ]),
      byCase: new Map([[box, 40]]),
      onEvents: [{ event: gala, line: undefined, packed: 0, out: 0, back: 38, lost: 2, unplanned: 0 }],
      home: 97,
      out: 0,
      owned: 97,
    });
    expect(positions.bulkIn(box)).toEqual(new Map([[cable, 40]]));
  });
});
