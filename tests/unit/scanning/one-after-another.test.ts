import { expect, test } from "vitest";
import { oneAfterAnother } from "#client/features/scanning/one-after-another";

test("[SCN-03] [CTRL-3] never deaf: what fails does not keep the next scan from being read, and all keep their order", async () => {
  const inOrder = oneAfterAnother();
  const read: string[] = [];
  let openGate = (): void => undefined;
  const gate = new Promise<void>((resolve) => (openGate = resolve));
  const first = inOrder(async () => {
    await gate;
    read.push("first");
  });
  const broken = inOrder(() => {
    read.push("broken");
    return Promise.reject(new Error("a defect"));
  });
  const next = inOrder(() => {
    read.push("next");
    return Promise.resolve();
  });
  expect(read).toEqual([]);
  openGate();
  await expect(broken).rejects.toThrow("a defect");
  await Promise.all([first, next]);
  expect(read).toEqual(["first", "broken", "next"]);
});
