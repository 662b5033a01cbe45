/** What people do in a week of events, as one step does it. */
import type { Command } from "#shared/kernel/command";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import {
  addAssets,
  asset,
  createProduct,
  editProduct,
  product,
  removeAssets,
} from "#shared/domain/inventory";
import { createEvent, event, setEventFields } from "#shared/domain/events";
import { addLines, line, moveLines, removeLines, setNote, setQuantity } from "#shared/domain/pull-list";
import { movement, recordMovements } from "#shared/domain/scanning";
import { setUpCompany } from "#shared/domain/settings";
import type { Replica } from "#shared/replica/types";
import type { Ledger } from "./ledger";
import { promise } from "./ledger";
import type { Step } from "./plan";

export interface Worker {
  readonly at: number;
  readonly replica: Replica;
  readonly ledger: Ledger;
  /** Names this piece of work. */
  readonly token: string;
}

/** Runs a command without waiting; what it promises is written down when and if it does. */
const attempt = <A, V, P>(
  { at, replica, ledger, token }: Worker,
  command: Command<A, V, P>,
  args: A,
  hasToken: boolean,
): void => {
  ledger.story.push(`device ${at + 1}: ${command.name}`);
  ledger.operations++;
  void replica.run(command, args).then((result) => {
    if (!result.ok || result.value.change === null) return;
    promise(ledger, {
      device: at,
      change: result.value.change,
      token: hasToken ? token : null,
      facts: [],
    });
  });
};

export const foundCompany = (worker: Worker): void => {
  attempt(worker, setUpCompany, { name: "Lightworks", categories: [] }, false);
  attempt(worker, createProduct, { name: "Robin MMX Spot" }, false);
  attempt(worker, createProduct, { name: "Truss 2 m", tracking: "bulk" }, false);
  attempt(worker, createEvent, newEvent(worker), false);
};

const newEvent = ({ token }: Worker): Parameters<typeof createEvent.run>[1] => ({
  name: `Job ${token}`,
  busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
  busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
});

const pick = <T>(items: readonly T[], die: number): T | undefined => items[die % Math.max(1, items.length)];

export const work = (worker: Worker, { dice: [kind, which, how] }: Step): void => {
  const { replica, token } = worker;
  const aProduct = pick([...replica.rows.all(product).values()], which);
  const anEvent = pick([...replica.rows.all(event).values()], which);
  switch (kind % 12) {
    case 0:
      attempt(worker, createProduct, { name: `Product ${token}` }, true);
      return;
    case 1:
      attempt(worker, createEvent, newEvent(worker), true);
      return;
    case 2:
      if (aProduct !== undefined)
        attempt(worker, addAssets, { product: aProduct.id, assets: [{ code: `A-${token}` }] }, false);
      return;
    case 3:
    case 4:
      if (aProduct === undefined) return;
      if (how % 2 === 0)
        attempt(worker, editProduct, { product: aProduct.id, values: { weightG: (how % 5) * 1_000 } }, false);
      else attempt(worker, editProduct, { product: aProduct.id, values: { name: `Named ${token}` } }, true);
      return;
    case 5:
      if (anEvent !== undefined)
        attempt(worker, setEventFields, { event: anEvent.id, values: { venue: `Hall ${token}` } }, true);
      return;
    case 6:
    case 7:
    case 8:
    case 9:
      if (anEvent !== undefined) workOnList(worker, anEvent.id, which, how);
      return;
    default:
      scan(worker, which, how);
  }
};

const workOnList = (
  worker: Worker,
  eventId: Parameters<typeof setQuantity.run>[1]["event"],
  which: number,
  how: number,
): void => {
  const { replica, token } = worker;
  const aLine = pick(replica.rows.of(line, thingOf(eventId)), which);
  const dice = how % 10;
  if (aLine === undefined || dice < 3) {
    const lines = [{ item: { name: `Line ${token}` }, quantity: how % 20 }];
    attempt(worker, addLines, { event: eventId, lines, group: null }, true);
  } else if (dice < 6)
    attempt(worker, setQuantity, { event: eventId, line: aLine.id, quantity: how % 9 }, false);
  else if (dice < 8)
    attempt(worker, setNote, { event: eventId, line: aLine.id, kind: "note", text: `n ${token}` }, true);
  else if (dice < 9)
    attempt(worker, moveLines, { event: eventId, lines: [aLine.id], group: null, behind: null }, false);
  else attempt(worker, removeLines, { event: eventId, lines: [aLine.id] }, false);
};

const scan = (worker: Worker, which: number, how: number): void => {
  const { at, replica, ledger } = worker;
  const scanned = pick([...replica.rows.all(asset).values()], which);
  if (scanned === undefined) return;
  if (how % 10 === 0) {
    attempt(worker, removeAssets, { product: scanned.product, assets: [scanned.id] }, false);
    return;
  }
  const after = [...replica.rows.all(movement).values()].findLast((fact) => fact.asset === scanned.id)?.id;
  const fact = { kind: "out", asset: scanned.id, product: scanned.product, quantity: 1, after } as const;
  ledger.story.push(`device ${at + 1}: scan`);
  ledger.operations++;
  void replica.run(recordMovements, { facts: [fact], origin: "camera" }).then((result) => {
    if (!result.ok || result.value.change === null) return;
    promise(ledger, { device: at, change: result.value.change, token: null, facts: result.value.value });
  });
};
