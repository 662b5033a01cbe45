import { createRoot } from "solid-js";
import { expect, test } from "vitest";
import { createPair } from "#client/features/inventory/merge-pair";

interface Side {
  readonly serial: string | undefined;
}

test("[INV-21] of two records side by side the one that goes on takes what was chosen, an empty field too", () => {
  createRoot((dispose) => {
    const pair = createPair(
      (): Side => ({ serial: "9001" }),
      (): Side => ({ serial: undefined }),
      (own, other) => [
        { field: "serial", own: own.serial, other: other.serial, preselected: "own" as const },
      ],
    );
    const [choice] = pair.choices();
    expect(pair.taken()).toEqual([]);
    if (choice !== undefined) pair.take(choice, true);
    expect(pair.taken()).toMatchObject([{ field: "serial", other: undefined }]);
    dispose();
  });
});
