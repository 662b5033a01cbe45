/** A company opened anew before each test of a file, and its screens; everything is closed behind it. */
import { afterEach, beforeEach } from "vitest";
import type { Ms } from "#shared/kernel/clock";
import type { Replica } from "#shared/replica/types";
import { mountScreens, openEmptyCompany } from "./mount-screen";
import type { MountOptions, Mounted } from "./mount-screen";

interface ShownCompany {
  /** That of the test that runs. */
  readonly replica: () => Replica;
  /** In place of what was shown before. */
  readonly show: (screens: Omit<MountOptions, "replica" | "now">) => Mounted;
}

/** Call once at the head of a test file. */
export const shownCompany = (now: Ms): ShownCompany => {
  let opened: Replica | undefined;
  let mounted: Mounted | undefined;
  const replica = (): Replica => {
    if (opened === undefined) throw new Error("a company is open while a test runs");
    return opened;
  };
  beforeEach(async () => {
    opened = await openEmptyCompany(now);
  });
  afterEach(async () => {
    mounted?.unmount();
    await replica().close();
  });
  return {
    replica,
    show: (screens) => {
      mounted?.unmount();
      mounted = mountScreens({ replica: replica(), now, ...screens });
      return mounted;
    },
  };
};
