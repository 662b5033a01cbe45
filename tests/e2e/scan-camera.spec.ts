/** The camera end to end: a film of labels in front of Chromium's fake camera. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import { expect, phone, test } from "./support/app";
import { cameraArgs, writeVideo } from "./support/camera-video";
import { card, openDemo, scanFor } from "./support/scanning";

const film = join(mkdtempSync(join(tmpdir(), "eventkit-film-")), "labels.y4m");
writeVideo(film, [
  { seconds: 2 },
  { code: "AURA-0013", seconds: 2 },
  { seconds: 2 },
  { code: "AURA-0012", seconds: 2 },
  { seconds: 2 },
  { code: "javascript:alert(document.cookie)", seconds: 2 },
]);

const executablePath = findChromium();
test.use({
  launchOptions: {
    args: [...chromiumArgs(), ...cameraArgs(film)],
    ...(executablePath === undefined ? {} : { executablePath }),
  },
});

test("[SCN-01] [SCN-03] the camera reads one label after the other, counts each once and opens nothing", async ({
  relay,
  newProfile,
}) => {
  test.setTimeout(120_000);
  const page = await newProfile({ ...phone, permissions: ["camera"] });
  const requests: string[] = [];
  await openDemo(page, relay.origin);
  await scanFor(page, relay.origin, /Gala/);
  page.on("request", (request) => requests.push(request.url()));
  await expect(card(page)).toContainText("AURA-0013", { timeout: 30_000 });
  await expect(card(page)).toContainText("AURA-0012", { timeout: 30_000 });
  await expect(card(page)).toHaveAttribute("data-rule", "SCAN-04", { timeout: 30_000 });
  // The film starts again: what is out already is not booked twice.
  await expect(card(page)).toHaveAttribute("data-rule", "SCAN-13", { timeout: 30_000 });
  await expect(card(page)).toContainText("AURA-0013");
  const scans = page.getByRole("list", { name: "Last scans" }).getByRole("listitem");
  await expect(scans).toHaveCount(2);
  expect(requests.filter((url) => !url.startsWith(relay.origin))).toEqual([]);
});
