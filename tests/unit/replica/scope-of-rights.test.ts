/** Rights that reach one event only, in the hands of a command. */
import { beforeAll, expect, test } from "vitest";
import { createEvent, event, setEventFields } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import type { Standing } from "#shared/replica/engine/company";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";

beforeAll(startAutomerge);

const sampleEvent = (name: string) => ({
  name,
  busyFrom: brand<LocalDateTime>("2026-06-11T07:00"),
  busyTo: brand<LocalDateTime>("2026-06-14T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
});

test("[RB-08] [RB-12] a right on one event writes that event and no other, and nothing of the other is changed", async () => {
  const rights: { only?: EventId } = {};
  const may: Standing["may"] = (verb, on, scope) =>
    rights.only === undefined ||
    (verb === "write" &&
      on === "event" &&
      (scope === undefined ||
        (scope !== "company" && "event" in scope && scope.event === thingOf(rights.only))));
  const device = await openOneDevice(7, undefined, 0, undefined, may);
  const make = async (name: string): Promise<EventId> =>
    must(await device.replica.run(createEvent, sampleEvent(name))).value.event;
  const [gala, fair] = [await make("Gala"), await make("Fair")];
  rights.only = gala;
  const rename = (id: EventId) =>
    device.replica.run(setEventFields, { event: id, values: { name: "Changed" } });
  expect(await rename(fair)).toEqual({
    ok: false,
    error: { type: "NotAllowed", verb: "write", on: "event" },
  });
  must(await rename(gala));
  const nameOf = (id: EventId) => device.replica.rows.get(event, id)?.name;
  expect([nameOf(gala), nameOf(fair)]).toEqual(["Changed", "Fair"]);
  expect(await device.replica.run(createEvent, sampleEvent("Third"))).toMatchObject({
    error: { type: "NotAllowed", verb: "create" },
  });
});

test("[RB-12] what somebody may not write any more they do not take back either, and the step stays", async () => {
  const rights = { isWriter: true };
  const may: Standing["may"] = () => rights.isWriter;
  const { replica } = await openOneDevice(8, undefined, 0, undefined, may);
  const { event: fair } = must(await replica.run(createEvent, sampleEvent("Fair"))).value;
  const { change } = must(await replica.run(setEventFields, { event: fair, values: { name: "Fair 2" } }));
  rights.isWriter = false;
  expect(await replica.undo(change ?? undefined)).toMatchObject({
    error: { type: "NotAllowed", verb: "write", on: "event" },
  });
  expect(replica.rows.get(event, fair)?.name).toBe("Fair 2");
  rights.isWriter = true;
  must(await replica.undo(change ?? undefined));
  expect(replica.rows.get(event, fair)?.name).toBe("Fair");
});
