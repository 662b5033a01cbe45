/** Control codes held into the camera. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import { expect, phone, test } from "./support/app";
import { cameraArgs, writeVideo } from "./support/camera-video";
import { expectRule, openDemo } from "./support/scanning";

test.describe.configure({ timeout: 180_000 });

const film = join(mkdtempSync(join(tmpdir(), "eventkit-film-")), "control.y4m");
writeVideo(film, [
  { seconds: 2 },
  { code: "EVENTKIT-IN", seconds: 2 },
  { seconds: 2 },
  { code: "EVENTKIT-PACK", seconds: 2 },
]);
const executablePath = findChromium();
test.use({
  launchOptions: {
    args: [...chromiumArgs(), ...cameraArgs(film)],
    ...(executablePath === undefined ? {} : { executablePath }),
  },
});

test("[SCN-04] the camera reads control codes as it reads labels", async ({ relay, newProfile }) => {
  const page = await newProfile({ ...phone, permissions: ["camera"] });
  await openDemo(page, relay.origin);
  await page.goto(`${relay.origin}/scan?mode=pack`);
  await expectRule(page, "SCAN-50", /Back in/);
  await expect(page.getByRole("button", { name: "Direction: In" })).toBeVisible();
  await expectRule(page, "SCAN-50", /Into a case/);
  await expect(page.getByRole("button", { name: "Direction: Pack" })).toBeVisible();
});
