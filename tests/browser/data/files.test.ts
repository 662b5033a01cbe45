/** The files of a company while it is being opened in this tab. */
import { afterEach, beforeAll, expect, test } from "vitest";
import { startAutomerge } from "#client/data/automerge";
import { createTabChannel } from "#client/data/browser-ports";
import { databaseOf } from "#client/data/companies";
import { openFiles } from "#client/data/files/open-files";
import { openIdbStore } from "#client/data/idb-store";
import { openProfile } from "#client/data/profile";
import { profileDatabaseName } from "#client/data/profile-store";
import { systemClock, systemRandom, systemTimers } from "#client/platform/system";
import type { EventId } from "#shared/domain/events";
import { newId } from "#shared/kernel/ids";
import { assert, must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";

const ports = { clock: systemClock, timers: systemTimers, random: systemRandom };

beforeAll(startAutomerge);
afterEach(() => {
  indexedDB.deleteDatabase(profileDatabaseName);
});

test("[DOC-05] an event pinned in another tab while the company is opened in this one is pinned here too", async () => {
  const { companies, identity } = await openProfile(ports);
  const { company } = must(await identity.createCompany({ relay: null }));
  const replica = must(await companies.open(company));
  const elsewhere = companies.files();
  const membership = await identity.membership(company);
  assert(elsewhere !== undefined && membership !== undefined, "an open company has its files");

  const bytes = must(await openIdbStore(databaseOf(company), { replaced: () => undefined }));
  const tabs = createTabChannel(company);
  const { promise: opening, resolve: open } = Promise.withResolvers<Replica>();
  const files = openFiles({ ...ports, bytes, replica: opening, membership, tabs });
  // Asked on the same connection, it is answered after what the files ask.
  await bytes.all("pins");
  const said = new BroadcastChannel(`eventkit-files/${company}`);
  const isSaid = new Promise((resolve) => said.addEventListener("message", resolve, { once: true }));

  const event = newId<EventId>(systemRandom);
  must(await elsewhere.setPinned(event, true));
  await isSaid;
  open(replica);
  const opened = await files;
  await expect.poll(() => opened.files.pins.get().has(event)).toBe(true);

  said.close();
  await opened.close();
  tabs.close();
  await bytes.close();
  must(await companies.remove(company));
});
