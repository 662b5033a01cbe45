/** One import at a time: who has the turn, and until when. */
import { expect, test } from "vitest";
import { importTurn } from "#client/features/import/import-turn";
import type { ImportTurn } from "#client/features/import/import-turn";
import type { Turn } from "#client/platform/turns";

const moment = async (): Promise<void> => {
  for (let n = 0; n < 5; n++) await Promise.resolve();
};

/** One turn for all who ask, as a browser gives it to tabs: free again a moment after it was given back. */
const createDevice = () => {
  let isTaken = false;
  const request = async (): Promise<Turn | undefined> => {
    await Promise.resolve();
    if (isTaken) return undefined;
    isTaken = true;
    return {
      end: async () => {
        await moment();
        isTaken = false;
      },
    };
  };
  return { screen: (): ImportTurn => importTurn(request), isTaken: () => isTaken };
};

const later = async (): Promise<void> => {
  for (let n = 0; n < 4; n++) await moment();
};

test("[INT-01] one screen imports at a time; another may as soon as it ended", async () => {
  const device = createDevice();
  const [one, other] = [device.screen(), device.screen()];
  expect(await one.take()).toBe(true);
  expect(await other.take()).toBe(false);
  one.end();
  await later();
  expect(await other.take()).toBe(true);
  expect(await one.take()).toBe(false);
});

test("[INT-01] a screen that goes away keeps the turn until what it writes is written, and takes none again", async () => {
  const device = createDevice();
  const [one, other] = [device.screen(), device.screen()];
  await one.take();
  let written = (): void => undefined;
  const writing = one.during(() => new Promise<void>((resolve) => (written = resolve)));
  one.close();
  await later();
  expect(await other.take()).toBe(false);
  written();
  await writing;
  await later();
  expect(await other.take()).toBe(true);
  other.end();
  await later();
  expect(await one.take()).toBe(false);
  expect(device.isTaken()).toBe(false);
});

test("[INT-01] writing that fails gives the turn back, and without a turn nothing is written", async () => {
  const device = createDevice();
  const screen = device.screen();
  await screen.take();
  const failing = screen.during(() => Promise.reject(new Error("a defect")));
  screen.end();
  await expect(failing).rejects.toThrow("a defect");
  await later();
  expect(device.isTaken()).toBe(false);
  let wrote = false;
  expect(await screen.during(() => Promise.resolve((wrote = true)))).toBeUndefined();
  expect(wrote).toBe(false);
});

test("[INT-01] a screen is never refused by its own turn, and two at once hold one that can be given back", async () => {
  const device = createDevice();
  const screen = device.screen();
  await screen.take();
  // Another file in the same run: given back and taken at once.
  screen.end();
  expect(await screen.take()).toBe(true);
  screen.end();
  expect(await Promise.all([screen.take(), screen.take()])).toEqual([true, true]);
  screen.end();
  await later();
  expect(device.isTaken()).toBe(false);
});

test("[INT-01] a turn that comes after it was given up, or after the screen went, is given back", async () => {
  for (const leave of ["end", "close"] as const) {
    const device = createDevice();
    const screen = device.screen();
    const taking = screen.take();
    screen[leave]();
    expect(await taking).toBe(false);
    await later();
    expect(device.isTaken()).toBe(false);
  }
});
