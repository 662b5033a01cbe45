import { describe, expect, test } from "vitest";
import { followUpdates } from "#client/pwa/update";
import { reloadOnce } from "#client/pwa/preload-guard";
import { systemTimers } from "#client/platform/system";

describe("no service worker", () => {
  test("a page without one says that it does not open offline", () => {
    const app = followUpdates({
      container: undefined,
      scriptUrl: "/sw.js",
      timers: systemTimers,
      reload: () => undefined,
      onVisibility: () => undefined,
    });
    expect(app.offline()).toBe("unavailable");
    expect(app.update()).toEqual({ type: "current" });
  });
});

describe("a part of the app the server no longer has", () => {
  test("is fetched again once within a minute, then shown as the failure it is", () => {
    let now = 1_000_000;
    let last: number | undefined;
    let reloads = 0;
    const deps = {
      clock: { now: () => now },
      memory: {
        get: () => last,
        set: (at: number) => {
          last = at;
          return true;
        },
      },
      reload: () => void (reloads += 1),
    };
    expect(reloadOnce(deps)).toBe(true);
    now += 59_999;
    expect(reloadOnce(deps)).toBe(false);
    expect(reloads).toBe(1);
    now += 1;
    expect(reloadOnce(deps)).toBe(true);
    expect(reloads).toBe(2);
  });

  test("is not fetched again where the browser remembers nothing: that would never end", () => {
    const memory = { get: () => undefined, set: () => false };
    const reload = (): never => expect.fail("the page was loaded again");
    expect(reloadOnce({ clock: { now: () => 1 }, memory, reload })).toBe(false);
  });
});
