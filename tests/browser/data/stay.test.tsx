/** A page that is left in the moment after an action: what is on the screen is not on the disk yet. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { useCommands } from "#client/data";
import type { Commands } from "#client/data";
import { createIdentityStore } from "#client/data/identity-store";
import { openProfileStore } from "#client/data/profile-store";
import { stayUntil } from "#client/platform/stay";
import { createProduct, product } from "#shared/domain/inventory";
import type { Replica } from "#shared/replica/types";
import { mountScreens, openEmptyCompany } from "#tests/support/mount-screen";
import type { Mounted } from "#tests/support/mount-screen";

const now = Date.parse("2026-06-01T08:00Z");
let replica: Replica;
let mounted: Mounted;
let commands: Commands;

const WritingScreen = (): null => {
  commands = useCommands();
  return null;
};

/** What a browser does before it leaves a page: false when it asks the person first. */
const mayLeave = (): boolean => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

beforeEach(async () => {
  replica = await openEmptyCompany(now);
  mounted = mountScreens({ replica, now, path: "/", routes: [{ path: "/", screen: WritingScreen }] });
});
afterEach(async () => {
  mounted.unmount();
  await replica.close();
});

test("[SYNC-56] a change is shown before it is stored, and until it is the browser asks before it leaves", async () => {
  expect(mayLeave()).toBe(true);
  const written = commands.runCommand(createProduct, { name: "MegaPointe" });
  expect([...replica.rows.all(product).values()].map(({ name }) => name)).toEqual(["MegaPointe"]);
  expect(mayLeave()).toBe(false);
  const takenBack = written.then(({ ok }) => (ok ? commands.undo() : undefined));
  await written;
  expect(mayLeave()).toBe(false);
  expect((await takenBack)?.ok).toBe(true);
  expect(mayLeave()).toBe(true);
});

test("[SYNC-56] it asks as long as anything is unfinished, and no longer when that failed", async () => {
  const { promise: slow, reject } = Promise.withResolvers<null>();
  const held = stayUntil(slow);
  await stayUntil(Promise.resolve(null));
  expect(mayLeave()).toBe(false);
  reject(new Error("the disk is gone"));
  await expect(held).rejects.toThrow("the disk is gone");
  expect(mayLeave()).toBe(true);
});

test("[SYNC-56] who may do what is on the screen before it is written, too", async () => {
  const store = createIdentityStore(await openProfileStore("stay-test"));
  const writing = store.update(new Uint8Array(32), (known) => known);
  expect(mayLeave()).toBe(false);
  expect(await writing).toBeUndefined();
  expect(mayLeave()).toBe(true);
});
