/** Writes the demo's records: ordinary documents through ordinary drafts, one document per call. */
import { defineCommand } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import { ok } from "#shared/kernel/result";
import { category, person } from "#shared/domain/settings";
import { accessory, alternative, asset, kitPart, location, product } from "#shared/domain/inventory";
import { event, phase } from "#shared/domain/events";
import { line, lineGroup } from "#shared/domain/pull-list";
import { assetTest, fault, faultEntry, inspection } from "#shared/domain/maintenance";
import { movement } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import type { Demo, DemoEvent, DemoProduct } from "./build-demo";
import { transfer } from "#shared/domain/transfers";
import type { DemoKit } from "./build-kits";
import type { DemoMovement } from "./build-movements";
import type { DemoTransfer } from "./build-transfers";
import type { DemoWorkshop } from "./build-workshop";

/** Categories and places of the demo company. */
export const addDemoFrame = defineCommand({
  name: "demo.addFrame",
  needs: [
    { verb: "write", on: "settings" },
    { verb: "write", on: "inventory" },
  ],
  documents: () => [{ single: "company" }, { single: "places" }],
  run: (drafts, frame: Pick<Demo, "categories" | "locations">) => {
    const company = drafts.open({ single: "company" });
    for (const { id, values } of frame.categories) company.create(category, id, values);
    const places = drafts.open({ single: "places" });
    for (const { id, values } of frame.locations) places.create(location, id, values);
    return ok(null);
  },
});

export const addDemoProduct = defineCommand({
  name: "demo.addProduct",
  needs: [
    { verb: "create", on: "inventory" },
    { verb: "write", on: "movements" },
  ],
  documents: (entry: DemoProduct) => (entry.stock === undefined ? [] : [{ own: "movements" }]),
  run: (drafts, entry, context) => {
    const draft = drafts.create("product", thingOf(entry.product.id));
    draft.create(product, entry.product.id, entry.product.values);
    for (const { id, values } of entry.assets) draft.create(asset, id, values);
    for (const { id, values } of entry.accessories) draft.create(accessory, id, values);
    for (const { id, values } of entry.alternatives) draft.create(alternative, id, values);
    for (const { id, values } of entry.inspections) draft.create(inspection, id, values);
    if (entry.stock !== undefined) {
      drafts.open({ own: "movements" }).create(movement, context.newId<MovementId>(), {
        kind: "counted",
        at: context.now,
        offsetMs: context.offsetMs ?? undefined,
        by: context.member,
        product: entry.product.id,
        quantity: entry.stock.quantity,
        location: entry.stock.location,
        origin: "import",
      });
    }
    return ok(null);
  },
});

export const addDemoKit = defineCommand({
  name: "demo.addKit",
  needs: [{ verb: "create", on: "inventory" }],
  documents: () => [],
  run: (drafts, entry: DemoKit) => {
    const draft = drafts.create("product", thingOf(entry.product.id));
    draft.create(product, entry.product.id, entry.product.values);
    for (const { id, values } of entry.parts) draft.create(kitPart, id, values);
    return ok(null);
  },
});

export const addDemoEvent = defineCommand({
  name: "demo.addEvent",
  needs: [{ verb: "create", on: "event" }],
  documents: () => [],
  run: (drafts, entry: DemoEvent) => {
    const thing = thingOf(entry.event.id);
    const draft = drafts.create("event", thing, { event: thing });
    draft.create(event, entry.event.id, entry.event.values);
    for (const { id, values } of entry.phases) draft.create(phase, id, values);
    for (const { id, values } of entry.groups) draft.create(lineGroup, id, values);
    for (const { id, values } of entry.lines) draft.create(line, id, values);
    return ok(null);
  },
});

/** One call holds a bounded part of the history, oldest first. */
export const addDemoMovements = defineCommand({
  name: "demo.addMovements",
  needs: [{ verb: "write", on: "movements" }],
  documents: () => [{ own: "movements" }],
  run: (drafts, facts: readonly DemoMovement[], context) => {
    const log = drafts.open({ own: "movements" });
    for (const { id, values } of facts)
      log.create(movement, id, { ...values, by: values.by ?? context.member });
    return ok(null);
  },
});

/** Faults, what was said about them, and tests. */
export const addDemoWorkshop = defineCommand({
  name: "demo.addWorkshop",
  needs: [{ verb: "write", on: "movements" }],
  documents: () => [{ own: "movements" }],
  run: (drafts, { faults, entries, tests }: DemoWorkshop) => {
    const log = drafts.open({ own: "movements" });
    for (const { id, values } of faults) log.create(fault, id, values);
    for (const { id, values } of entries) log.create(faultEntry, id, values);
    for (const { id, values } of tests) log.create(assetTest, id, values);
    return ok(null);
  },
});

export const addDemoTransfer = defineCommand({
  name: "demo.addTransfer",
  needs: [
    { verb: "create", on: "work" },
    { verb: "write", on: "movements" },
  ],
  documents: () => [{ own: "movements" }],
  run: (drafts, entry: DemoTransfer, context) => {
    const { id, values } = entry.transfer;
    drafts.create("transfer", thingOf(id)).create(transfer, id, { ...values, by: context.member });
    const log = drafts.open({ own: "movements" });
    for (const fact of entry.movements)
      log.create(movement, fact.id, { ...fact.values, by: fact.values.by ?? context.member });
    return ok(null);
  },
});

export const addDemoColleague = defineCommand({
  name: "demo.addColleague",
  needs: [{ verb: "create", on: "person" }],
  documents: () => [],
  run: (drafts, { id, values }: Demo["colleagues"][number]) => {
    drafts.create("person", thingOf(id), { member: id }).create(person, id, values);
    return ok(null);
  },
});
