import { describe, expect, test } from "vitest";
import { addPhase, createEvent, event as eventType, phase } from "#shared/domain/events";
import {
  addGroup,
  addLines,
  addLinesFromPlan,
  duplicateEvent,
  line,
  lineGroup,
  listSections,
  removeLines,
  setQuantity,
  totalsOf,
} from "#shared/domain/pull-list";
import type { PlanGroup } from "#shared/domain/pull-list";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";

const local = (text: string): LocalDateTime => brand<LocalDateTime>(text);
const withEvent = () => {
  const documents = createPlainDocuments();
  const { event } = must(
    documents.run(createEvent, {
      name: "Gala",
      venue: "Tempodrom",
      status: "closed",
      busyFrom: local("2026-06-11T07:00"),
      busyTo: local("2026-06-14T20:00"),
      zone: brand<Zone>("Europe/Berlin"),
    }),
  );
  const thing = thingOf(event);
  const shown = (of = thing) =>
    listSections(documents.list(of, line), documents.list(of, lineGroup)).map(
      ({ group, lines }) =>
        `${group?.name ?? "–"}: ${lines.map(({ name, quantity }) => `${quantity} ${name}`).join(", ")}`,
    );
  return { documents, event, thing, shown };
};

const plan = (spots: number, trusses = 13): readonly PlanGroup[] => [
  { name: "Lighting", lines: [{ item: { name: "Robin MMX Spot" }, quantity: spots, sourceId: "spot" }] },
  { name: "Rigging", lines: [{ item: { name: "Truss" }, quantity: trusses, sourceId: "truss" }] },
];

describe("lines from a plan", () => {
  test("[PUL-13] a plan becomes groups and lines; the same plan again changes nothing", () => {
    const { documents, event, shown } = withEvent();
    must(documents.run(addGroup, { event, name: "lighting" }));
    const run = (groups: readonly PlanGroup[]) =>
      must(documents.run(addLinesFromPlan, { event, source: "mvr", groups }));
    expect(run(plan(24))).toEqual({ added: 2, changed: 0, unchanged: 0 });
    expect(shown()).toEqual(["lighting: 24 Robin MMX Spot", "Rigging: 13 Truss"]);
    expect(run(plan(24))).toEqual({ added: 0, changed: 0, unchanged: 2 });
    expect(run(plan(26))).toEqual({ added: 0, changed: 1, unchanged: 1 });
    expect(shown()).toEqual(["lighting: 26 Robin MMX Spot", "Rigging: 13 Truss"]);
  });

  test("[PUL-13] what people changed or removed stays until the plan itself says something new", () => {
    const { documents, event, thing, shown } = withEvent();
    const run = (groups: readonly PlanGroup[]) =>
      must(documents.run(addLinesFromPlan, { event, source: "mvr", groups }));
    run(plan(24));
    const [spot, truss] = ["spot", "truss"].map((id) =>
      documents.list(thing, line).find(({ sourceId }) => sourceId === id),
    );
    if (spot === undefined || truss === undefined) throw new Error("planned");
    must(documents.run(setQuantity, { event, line: spot.id, quantity: 30 }));
    must(documents.run(removeLines, { event, lines: [truss.id] }));
    run(plan(24));
    expect(shown()).toEqual(["Lighting: 30 Robin MMX Spot", "Rigging: "]);
    run(plan(28, 14));
    expect(shown()).toEqual(["Lighting: 28 Robin MMX Spot", "Rigging: "]);
  });

  test("[PUL-13] a plan with a value that does not fit is refused whole", () => {
    const { documents, event, shown } = withEvent();
    const groups: readonly PlanGroup[] = [
      ...plan(24),
      { name: "Bad", lines: [{ item: { name: "x" }, quantity: 0.5, sourceId: "x" }] },
    ];
    expect(documents.run(addLinesFromPlan, { event, source: "mvr", groups })).toEqual({
      ok: false,
      error: { type: "ValueRefused", field: "quantity" },
    });
    expect(shown()).toEqual([]);
  });
});

describe("a copy of an event", () => {
  test("[EVT-05] moves phases along, copies the list, and starts as a draft", () => {
    const { documents, event, shown } = withEvent();
    const { group } = must(documents.run(addGroup, { event, name: "Audio" }));
    must(
      documents.run(addLines, { event, group, lines: [{ item: { name: "V8" }, quantity: 12, note: "L/R" }] }),
    );
    const gone = must(
      documents.run(addLines, { event, group: null, lines: [{ item: { name: "gone" }, quantity: 1 }] }),
    );
    must(documents.run(removeLines, { event, lines: gone.lines }));
    must(
      documents.run(addPhase, {
        event,
        values: { kind: "show", from: local("2026-06-12T19:00"), to: local("2026-06-12T23:00") },
      }),
    );
    const copy = must(
      documents.run(duplicateEvent, { event, name: "Gala 2027", busyFrom: local("2027-06-10T07:00") }),
    ).event;
    const thing = thingOf(copy);
    expect(documents.get(thing, eventType, copy)).toMatchObject({
      name: "Gala 2027",
      venue: "Tempodrom",
      status: "draft",
      busyFrom: "2027-06-10T07:00",
      busyTo: "2027-06-13T20:00",
    });
    expect(documents.list(thing, phase)).toMatchObject([
      { kind: "show", from: "2027-06-11T19:00", to: "2027-06-11T23:00" },
    ]);
    expect(shown(thing)).toEqual(["Audio: 12 V8"]);
    expect(documents.list(thing, line)[0]?.note).toBe("L/R");
    expect(documents.list(thing, line)[0]?.group).not.toBe(group);
  });

  test("[PUL-10] totals add up pieces, weight and power, and say how many pieces have no weight", () => {
    expect(
      totalsOf([
        { quantity: 24, weightG: 22_000, powerW: 670 },
        { quantity: 3, powerW: 10 },
        { quantity: 0, weightG: 5 },
      ]),
    ).toEqual({ lines: 3, pieces: 27, weightG: 528_000, powerW: 16_110, unweighed: 3 });
  });
});
