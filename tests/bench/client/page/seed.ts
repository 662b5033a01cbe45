/**
 * Fills this browser profile with a company of the asked size, through the app's own profile, commands and encoders.
 * Afterwards the profile looks as after a sync: everything receipted, rows gathered in packs.
 */
import { systemClock, systemRandom, systemTimers } from "#client/platform/system";
import { startAutomerge } from "#client/data/automerge";
import { databaseOf } from "#client/data/companies";
import { openIdbStore } from "#client/data/idb-store";
import { openProfile } from "#client/data/profile";
import { addDemoEvent, addDemoMovements, addDemoProduct } from "#shared/demo";
import { setUpCompany, introduceMyself } from "#shared/domain/settings";
import { assert, must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import type { BenchCompany, CompanySize } from "../company";
import { companyOf, longListName } from "../company";

/** What the driver needs to know of the company it measures with. */
export interface Seeded {
  /** The event whose pull list is long. */
  readonly event: string;
  /** Codes of assets that are at home, each of another product. */
  readonly codes: readonly string[];
}

declare global {
  var benchSeed: ((size: CompanySize) => Promise<Seeded>) | undefined;
}

const ports = { clock: systemClock, timers: systemTimers, random: systemRandom };
const movementsPerCommand = 250;

const fill = async (replica: Replica, size: CompanySize, made: BenchCompany): Promise<void> => {
  must(await replica.run(setUpCompany, { name: size.name, currency: "EUR", categories: [] }));
  must(await replica.run(introduceMyself, { name: "Bench", colour: 1 }));
  must(await replica.runBulk(addDemoProduct, made.products, () => undefined));
  must(await replica.runBulk(addDemoEvent, made.events, () => undefined));
  for (let at = 0; at < made.movements.length; at += movementsPerCommand) {
    must(await replica.run(addDemoMovements, made.movements.slice(at, at + movementsPerCommand)));
  }
};

/** The sync host writes rows in the background; they are complete when no change is marked as missing in them. */
const settleRows = async (company: string): Promise<void> => {
  const store = must(await openIdbStore(databaseOf(company), { replaced: () => undefined }));
  for (;;) {
    const [marks, rows] = await Promise.all([store.keys("unprojected"), store.keys("rows")]);
    if (marks.length === 0 && rows.filter((key) => key.startsWith("doc/")).length < 200) break;
    await new Promise<void>((resolve) => systemTimers.after(250, resolve));
  }
  must(
    await store.transact(
      [
        { clear: "outbox", prefix: "" },
        { clear: "undo", prefix: "" },
      ],
      "strict",
    ),
  );
  await store.close();
};

globalThis.benchSeed = async (size) => {
  await startAutomerge();
  const { companies, identity } = await openProfile(ports);
  const { company } = must(await identity.createCompany({ relay: null }));
  await companies.note(company, { name: size.name });
  const replica = must(await companies.open(company));
  const made = companyOf(size, systemRandom, systemClock.now());
  await fill(replica, size, made);
  await settleRows(company);
  await companies.leave();
  const longList = made.events.find(({ event }) => event.values.name === longListName);
  assert(longList, "the company has the event with the long list");
  const codes = made.products.flatMap(({ assets }) => assets.slice(0, 1).map(({ values }) => values.code));
  return { event: longList.event.id, codes };
};
