/** Photos of a fault between being given and being named: a page may end in that moment. */
import { expect, test } from "vitest";
import { BegunFiles } from "#client/data/files/begun";
import type { BegunFile } from "#client/data/files/begun";
import { asChosen, workOff } from "#client/features/files/work-off";
import type { Outcome } from "#client/features/files/work-off";
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
    const refused: string[] = [];
    const givenUp: string[] = [];
    /** As the page does it with what another one left; `add` makes one ready. */
    const goOn = (add: (file: File) => Promise<Outcome>) =>
      begun.takeOver((left) =>
        workOff(left.map(asChosen), {
          begun,
          add: ({ file }) => add(file),
          onPutOff: ({ file }, why) => void refused.push(`${file.name} ${why}`),
          onGivenUp: ({ name }) => void givenUp.push(name),
        }),
      );
    const takeOver = () =>
      begun.takeOver(async (left) => {
        taken.push(...left);
        for (const { key } of left) await begun.end(key);
      });
    return { store, begun, taken, takeOver, goOn, refused, givenUp };
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

test("[MNT-01] [DOC-05] a photo the device had no memory for stays on the disk until a page adds it, and then leaves it", async () => {
  const { openPage } = setUp();
  const first = openPage();
  await first.begun.put(broken, photo("front.jpg"));
  first.begun.close();
  const [second, third] = [openPage(), openPage()];
  await second.goOn(() => Promise.resolve({ isOver: false, why: "unreadable" }));
  await third.takeOver();
  await settled();
  expect(second.refused).toEqual(["front.jpg unreadable"]);
  // Not at once by every other tab.
  expect(third.taken).toEqual([]);
  third.begun.close();
  second.begun.close();
  const fourth = openPage();
  const added: string[] = [];
  await fourth.goOn(async (file) => {
    added.push(file.name);
    return Promise.resolve({ isOver: true });
  });
  await settled();
  expect([added, fourth.refused]).toEqual([["front.jpg"], []]);
  fourth.begun.close();
  const fifth = openPage();
  await fifth.takeOver();
  await settled();
  expect(fifth.taken).toEqual([]);
  expect(await fifth.store.all("meta", "files/begun")).toEqual([]);
});

test("[MNT-01] [DOC-05] a photo that ends three pages is not begun by the fourth, and is there until somebody removes it", async () => {
  const { openPage } = setUp();
  const first = openPage();
  const key = await first.begun.put(broken, photo("huge.jpg"));
  await first.begun.put(broken, photo("small.jpg"));
  first.begun.close();
  let begunTimes = 0;
  const dying = async (name: string): Promise<Outcome> => {
    if (name !== "huge.jpg") return { isOver: true };
    begunTimes += 1;
    return new Promise(() => undefined);
  };
  for (const page of [openPage(), openPage(), openPage()]) {
    await page.goOn(({ name }) => dying(name));
    await settled();
    expect(page.givenUp).toEqual([]);
    page.begun.close();
    await settled();
  }
  const last = openPage();
  await last.goOn(({ name }) => dying(name));
  await settled();
  expect(begunTimes).toBe(3);
  expect(last.givenUp).toEqual(["huge.jpg"]);
  last.begun.close();
  const next = openPage();
  await next.takeOver();
  await settled();
  // What stood behind it was added meanwhile.
  expect(next.taken).toMatchObject([{ name: "huge.jpg", tries: 3, bytes: photo("").bytes }]);
  await next.begun.end(key ?? "none");
  expect(await next.store.all("meta", "files/begun")).toEqual([]);
});

test("[MNT-01] [DOC-05] the third try that fails offers the photo to be saved instead of promising another", async () => {
  const { openPage } = setUp();
  const first = openPage();
  await first.begun.put(broken, photo("front.jpg"));
  first.begun.close();
  const told: (readonly string[])[] = [];
  for (const page of [openPage(), openPage(), openPage()]) {
    await page.goOn(() => Promise.resolve({ isOver: false, why: "full" }));
    await settled();
    told.push([...page.refused, ...page.givenUp]);
    page.begun.close();
    await settled();
  }
  expect(told).toEqual([["front.jpg full"], ["front.jpg full"], ["front.jpg"]]);
});

test("[MNT-01] a page whose company was taken off the device looks for nothing left any more", async () => {
  const { openPage } = setUp();
  await openPage().begun.put(broken, photo("front.jpg"));
  const page = openPage();
  const reading = page.takeOver();
  page.begun.close();
  await page.store.close();
  await reading;
  await page.takeOver();
  expect(page.taken).toEqual([]);
});
