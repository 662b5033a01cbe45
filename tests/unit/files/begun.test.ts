/** Photos of a fault between being given and being named: a page may end in that moment. */
import { expect, test } from "vitest";
import { BegunFiles } from "#client/data/files/begun";
import type { BegunFile } from "#client/data/files/begun";
import type { FaultId } from "#shared/domain/maintenance";
import { createLocalLocks } from "#tests/support/local-locks";
import { createDisk, openMemoryStore } from "#tests/support/memory-store";
import { named } from "#tests/support/scan-world";

const broken = named<FaultId>("fault");
const photo = (name: string, first = 1) => ({
  ...{ name, mediaType: "image/jpeg", lastModified: 5, bytes: new Uint8Array([first, 2, 3]) },
});

/** Pages of one device. */
const setUp = () => {
  const disk = createDisk();
  const locks = createLocalLocks();
  let pages = 0;
  const openPage = () => {
    const store = openMemoryStore(disk);
    const random = { bytes: (length: number) => new Uint8Array(length).fill(++pages) };
    const begun = new BegunFiles({ bytes: store, locks, random, company: "c" });
    const taken: BegunFile[] = [];
    const takeOver = () =>
      begun.takeOver(async (left) => {
        taken.push(...left);
        for (const { key } of left) await begun.end(key);
      });
    return { store, begun, taken, takeOver };
  };
  return { openPage };
};

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("[MNT-01] [DOC-05] what a page that ended had begun is gone on with by another, once, as it was given", async () => {
  const { openPage } = setUp();
  const first = openPage();
  await first.begun.put(broken, photo("front.jpg"));
  await first.begun.put(broken, photo("back.jpg", 9));
  const [second, third] = [openPage(), openPage()];
  await second.takeOver();
  await third.takeOver();
  await settled();
  // The page that was given them is still there.
  expect([...second.taken, ...third.taken]).toEqual([]);
  first.begun.close();
  await settled();
  expect([...second.taken, ...third.taken]).toMatchObject([
    { fact: broken, name: "front.jpg", mediaType: "image/jpeg", lastModified: 5, bytes: photo("").bytes },
    { fact: broken, name: "back.jpg", bytes: photo("", 9).bytes },
  ]);
});

test("[MNT-01] [DOC-05] what is named is not begun any more, and one's own is not taken over", async () => {
  const { openPage } = setUp();
  const page = openPage();
  const key = await page.begun.put(broken, photo("front.jpg"));
  await page.takeOver();
  expect(page.taken).toEqual([]);
  await page.begun.end(key ?? "none");
  page.begun.close();
  const next = openPage();
  await next.takeOver();
  await settled();
  expect(next.taken).toEqual([]);
});

test("[MNT-01] [DOC-05] a device without room says so, and the photo is made ready while the page lives", async () => {
  const { openPage } = setUp();
  const { store, begun } = openPage();
  store.failNext(1, "quota");
  expect(await begun.put(broken, photo("front.jpg"))).toBeUndefined();
  expect(await begun.put(broken, photo("front.jpg"))).toBeDefined();
});

test("[MNT-01] [DOC-05] a page that closes its company in the middle leaves the rest to the next", async () => {
  const { openPage } = setUp();
  const first = openPage();
  await first.begun.put(broken, photo("front.jpg"));
  first.begun.close();
  const second = openPage();
  await second.begun.takeOver(() => new Promise(() => undefined));
  await settled();
  second.begun.close();
  const third = openPage();
  await third.takeOver();
  await settled();
  expect(third.taken).toMatchObject([{ name: "front.jpg" }]);
});
