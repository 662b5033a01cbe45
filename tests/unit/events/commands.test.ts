import { describe, expect, test } from "vitest";
import {
  addPhase,
  createEvent,
  event,
  phase,
  removeEvent,
  removePhase,
  setEventFields,
  setPhase,
} from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";

const local = (text: string): LocalDateTime => brand<LocalDateTime>(text);
const gala = {
  name: "Summer Gala",
  busyFrom: local("2026-06-11T07:00"),
  busyTo: local("2026-06-14T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
};
const unknown = brand<EventId>("00000000000000000000000000");

const withGala = () => {
  const documents = createPlainDocuments();
  const { event: id } = must(documents.run(createEvent, gala));
  return { documents, id, read: () => documents.get(thingOf(id), event, id) };
};

describe("event commands", () => {
  test("[EVT-01] a new event is a draft with what was given and nothing else", () => {
    const { read, id } = withGala();
    expect(read()).toEqual({ id, ...gala, status: "draft", colour: 1 });
  });

  test.each([
    [{ name: "  " }, { type: "TextMissing", field: "name" }],
    [{ name: "x".repeat(201) }, { type: "ValueRefused", field: "name" }],
    [{ busyTo: local("2026-06-11T07:00") }, { type: "WindowNotPositive" }],
    [{ busyTo: local("2026-06-10T07:00") }, { type: "WindowNotPositive" }],
    [{ busyTo: local("2026-06-14") }, { type: "ValueRefused", field: "busyTo" }],
    [{ zone: brand<Zone>("Mars/Olympus") }, { type: "ZoneUnknown", zone: "Mars/Olympus" }],
  ])("[EVT-01] refuses %j", (values, problem) => {
    const documents = createPlainDocuments();
    expect(documents.run(createEvent, { ...gala, ...values })).toEqual({ ok: false, error: problem });
    const { documents: others, id } = withGala();
    expect(others.run(setEventFields, { event: id, values })).toEqual({ ok: false, error: problem });
  });

  test("[EVT-11] a window that is empty only because clocks go forward is refused", () => {
    const documents = createPlainDocuments();
    const values = { busyFrom: local("2026-03-29T02:30"), busyTo: local("2026-03-29T03:30") };
    expect(documents.run(createEvent, { ...gala, ...values })).toEqual({
      ok: false,
      error: { type: "WindowNotPositive" },
    });
  });

  test("[EVT-01] single fields are set and cleared", () => {
    const { documents, id, read } = withGala();
    must(documents.run(setEventFields, { event: id, values: { venue: "Tempodrom", status: "confirmed" } }));
    expect(read()).toMatchObject({ venue: "Tempodrom", status: "confirmed", name: "Summer Gala" });
    must(documents.run(setEventFields, { event: id, values: { venue: null } }));
    expect(read()?.venue).toBeUndefined();
  });

  test("[EVT-02] phases are added, moved and removed; their end lies behind their beginning", () => {
    const { documents, id } = withGala();
    const show = { kind: "show" as const, from: local("2026-06-12T19:00"), to: local("2026-06-12T23:00") };
    const added = must(documents.run(addPhase, { event: id, values: show }));
    const read = () => documents.get(thingOf(id), phase, added.phase);
    expect(read()).toMatchObject(show);
    must(
      documents.run(setPhase, { event: id, phase: added.phase, values: { to: local("2026-06-13T01:00") } }),
    );
    expect(read()?.to).toBe("2026-06-13T01:00");
    const backwards = { from: local("2026-06-13T02:00") };
    expect(documents.run(setPhase, { event: id, phase: added.phase, values: backwards })).toEqual({
      ok: false,
      error: { type: "WindowNotPositive" },
    });
    must(documents.run(removePhase, { event: id, phase: added.phase }));
    expect(read()?.removedAt).toBe(documents.now);
    expect(documents.run(setPhase, { event: id, phase: added.phase, values: show })).toEqual({
      ok: false,
      error: { type: "PhaseMissing" },
    });
  });

  test("[EVT-01] a removed or unknown event takes no changes", () => {
    const { documents, id, read } = withGala();
    must(documents.run(removeEvent, { event: id }));
    expect(read()?.removedAt).toBe(documents.now);
    expect(documents.run(setEventFields, { event: id, values: { name: "Gala" } })).toEqual({
      ok: false,
      error: { type: "EventMissing" },
    });
    expect(() => documents.run(setEventFields, { event: unknown, values: { name: "Gala" } })).toThrow();
  });
});
