/** The scan screen as the hall uses it: hand scanner, typed codes, no network, refusals, undo. */
import type { Page } from "@playwright/test";
import { expect, expectAccessible, phone, test } from "./support/app";
import { card, expectRule, openDemo, scanFor, wedge } from "./support/scanning";

test.describe.configure({ timeout: 120_000 });

test("[SCN-02] [SCN-03] [SCN-20] a hundred pieces by hand scanner, nobody touches the screen", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  await scanFor(page, relay.origin, /Gala|Congress|Concert|Conference/);
  // Focus anywhere, even on a button that Enter would press.
  await page.getByRole("button", { name: "Open a case" }).focus();
  await page.evaluate(() => {
    const shown: number[] = [];
    let readAt = 0;
    window.addEventListener("keydown", (event) => event.key === "Enter" && (readAt = event.timeStamp), true);
    const place = document.querySelector("[aria-live]");
    new MutationObserver(() => shown.push(performance.now() - readAt)).observe(place ?? document.body, {
      childList: true,
      subtree: true,
    });
    Object.assign(window, { scanTimes: shown });
  });
  const codes = ["MMXW", "MMXS", "MEGA", "SHRP", "R600"].flatMap((prefix) =>
    Array.from({ length: 20 }, (_, index) => `${prefix}-${String(index + 1).padStart(4, "0")}`),
  );
  const rules = new Map<string, number>();
  for (const code of codes) {
    await wedge(page, code);
    await expect(card(page)).toContainText(code);
    const rule = (await card(page).getAttribute("data-rule")) ?? "none";
    rules.set(rule, (rules.get(rule) ?? 0) + 1);
  }
  // Every code got an answer of the table: free, on the list or not, out here, out elsewhere, or claimed by two jobs.
  expect([...rules.values()].reduce((sum, count) => sum + count, 0)).toBe(100);
  expect(
    [...rules.keys()].filter(
      (rule) => !["SCAN-10", "SCAN-11", "SCAN-12", "SCAN-13", "SCAN-14", "SCAN-19"].includes(rule),
    ),
  ).toEqual([]);
  // Enter pressed no button, whatever had the focus.
  await expect(page.getByRole("button", { name: "Open a case" })).toHaveAttribute("aria-pressed", "false");
  const times = await page.evaluate(() => {
    const shown: unknown = Reflect.get(window, "scanTimes");
    return Array.isArray(shown) ? shown.map(Number).sort((a, b) => a - b) : [];
  });
  expect(times.length).toBeGreaterThanOrEqual(100);
  const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN;
  console.log(
    `scan to committed and shown: p50 ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
  );
  // The target (50 ms) is measured by the bench on a quiet machine; here the whole suite shares the processor.
  expect(p95).toBeLessThan(2_000);
});

test("[SCN-05] a refusal waits, says why, and the next scan goes on; every scan has its undo", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  await scanFor(page, relay.origin, /Gala/);
  await wedge(page, "NOBODY-HAS-THIS");
  await expectRule(page, "SCAN-05", /Nothing in stock has this code/);
  await wedge(page, "javascript:alert(1)");
  await expectRule(page, "SCAN-04", /was not opened/);
  await wedge(page, "https://relay.example/j#o2F2AQ");
  await expectRule(page, "SCAN-01", /invitation/);

  // Somewhere among these, the demo's running jobs have one out.
  const refused = await (async (): Promise<string> => {
    for (let n = 1; n <= 24; n++) {
      const code = `R600-${String(n).padStart(4, "0")}`;
      await wedge(page, code);
      await expect(card(page)).toContainText(code);
      if ((await card(page).getAttribute("data-rule")) === "SCAN-14") return code;
    }
    throw new Error("a piece that is out elsewhere");
  })();
  await expect(card(page)).toContainText(/Already out with .*, scanned by .* at/);
  await expect(page.getByText("Waiting for you")).toBeVisible();
  // Never deaf: the next code is answered and the refused one put aside.
  await wedge(page, "CLEARLY-UNKNOWN");
  await expectRule(page, "SCAN-05", /Nothing in stock/);
  await expect(
    page.getByRole("list", { name: "Last scans" }).getByText(`${refused}, put aside`),
  ).toBeVisible();

  await wedge(page, refused);
  await page.getByRole("button", { name: "It is here, take it" }).click();
  await expectRule(page, "SCAN-25", /Taken, out here now/);
  await page.getByRole("button", { name: new RegExp(`^Undo .*${refused}`) }).click();
  await expect(card(page)).toContainText("taken back");
  await wedge(page, refused);
  await expectRule(page, "SCAN-14", /Already out with/);
});

test("[SCN-07] typed codes and quantities; a case is opened and filled; then everything comes back", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  await scanFor(page, relay.origin, /Gala/);
  await page.getByRole("button", { name: "Type a code" }).click();
  const field = page.getByRole("textbox", { name: "Code" });
  await field.pressSequentially("aura-0016", { delay: 90 });
  await page.keyboard.press("Enter");
  await expect(card(page)).toContainText("AURA-0016");
  await expect(field).toHaveValue("");
  // A hand scanner works while the field has the focus, and leaves nothing in it.
  await field.focus();
  await wedge(page, "AURA-0015");
  await expect(card(page)).toContainText("AURA-0015");
  await expect(field).toHaveValue("");

  await page.getByRole("button", { name: "Direction: Out" }).click();
  await wedge(page, "AURA-0016");
  await expect(card(page)).toContainText(/back/i);
  await wedge(page, "AURA-0016");
  await expectRule(page, "SCAN-32", /Already here/);
});

test("[SCN-10] [MOB-05] offline from the first second, and still there after a reload", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await openDemo(page, relay.origin);
  // The worker keeps the app; from here on there is no network at all.
  await page.evaluate(async () => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBeGreaterThan(0);
  await scanFor(page, relay.origin, /Gala/);
  await page.context().setOffline(true);
  await relay.stop("SIGKILL");
  await wedge(page, "AURA-0014");
  await expect(card(page)).toContainText("AURA-0014");
  const address = page.url();
  await page.goto(address);
  await expect(page.getByText("Ready for the first scan")).toBeVisible();
  await wedge(page, "AURA-0014");
  await expectRule(page, "SCAN-13", /Already out here/);
});

test("axe finds nothing: ready, done, refused, choosing; in both languages", async ({
  relay,
  newProfile,
}) => {
  for (const locale of ["en-GB", "de-DE"]) {
    const page = await newProfile({ ...phone, locale });
    await openDemo(page, relay.origin);
    await page.goto(`${relay.origin}/scan?mode=out`);
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expectAccessible(page);
    await wedge(page, "AURA-0014");
    await expectRule(
      page,
      "SCAN-09",
      locale === "en-GB" ? /Choose the event first/ : /Wähle zuerst das Event/,
    );
    await expectAccessible(page);
  }
});

interface Heard {
  readonly tones: readonly number[];
  readonly vibrations: readonly (readonly number[])[];
  readonly spoken: readonly string[];
}

declare global {
  interface Window {
    heard: { tones: number[]; vibrations: number[][]; spoken: string[] };
  }
}

/** Notes what the page asks of speaker, motor and voice, and lets it happen. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    window.heard = { tones: [], vibrations: [], spoken: [] };
    window.AudioContext = class extends AudioContext {
      override createOscillator(): OscillatorNode {
        const oscillator = super.createOscillator();
        const start = oscillator.start.bind(oscillator);
        oscillator.start = (when) => {
          window.heard.tones.push(oscillator.frequency.value);
          start(when);
        };
        return oscillator;
      }
    };
    const vibrate = navigator.vibrate.bind(navigator);
    navigator.vibrate = (pattern: Iterable<number> | number) => {
      const steps = typeof pattern === "number" ? [pattern] : [...pattern];
      window.heard.vibrations.push(steps);
      return vibrate(steps);
    };
    const speak = speechSynthesis.speak.bind(speechSynthesis);
    speechSynthesis.speak = (utterance) => {
      window.heard.spoken.push(utterance.text);
      speak(utterance);
    };
  });

/** What came since the last call. */
const takeHeard = (page: Page): Promise<Heard> =>
  page.evaluate(() => {
    const { heard } = window;
    window.heard = { tones: [], vibrations: [], spoken: [] };
    return heard;
  });

test("[SCN-05] each answer has its own sound and vibration, and a refusal is spoken, until somebody wants silence", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await listen(page);
  await openDemo(page, relay.origin);
  await scanFor(page, relay.origin, /Gala/);
  await takeHeard(page);

  await wedge(page, "AURA-0016");
  await expect(card(page)).toContainText("AURA-0016");
  const taken = await takeHeard(page);
  await wedge(page, "AURA-0016");
  await expectRule(page, "SCAN-13", /Already/);
  const repeated = await takeHeard(page);
  await wedge(page, "NOBODY-HAS-THIS");
  await expectRule(page, "SCAN-05", /Nothing in stock has this code/);
  const refused = await takeHeard(page);

  const patterns = [taken, repeated, refused].map(({ tones, vibrations }) =>
    JSON.stringify([tones, vibrations]),
  );
  expect(new Set(patterns).size).toBe(3);
  for (const { tones, vibrations } of [taken, repeated, refused]) {
    expect(tones.length).toBeGreaterThan(0);
    expect(vibrations).toHaveLength(1);
  }
  expect(taken.spoken).toEqual([]);
  expect(refused.spoken).toHaveLength(1);
  expect(refused.spoken[0]).toMatch(/Nothing in stock/);

  await page.getByRole("button", { name: /Gala/ }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "Sounds" }).click();
  await dialog.getByRole("checkbox", { name: "Say the reason aloud" }).click();
  await dialog.getByRole("button", { name: "Scan", exact: true }).click();
  await takeHeard(page);
  await wedge(page, "NOBODY-HAS-THIS-EITHER");
  await expect(card(page)).toContainText("NOBODY-HAS-THIS-EITHER");
  const silent = await takeHeard(page);
  expect(silent).toMatchObject({ tones: [], spoken: [] });
  expect(silent.vibrations).toHaveLength(1);
});
