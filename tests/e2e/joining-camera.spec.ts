/** Joining as it is done in an office: the phone's camera held at the invitation on the other screen. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import { createCompany, expect, leaveWhenStored, makeInvitation, phone, test } from "./support/app";
import { cameraArgs, photograph, writeVideo } from "./support/camera-video";

test.describe.configure({ timeout: 120_000 });

const executablePath = findChromium();

test("[ENR-5] a phone reads the invitation from the office's screen, the codes agree, it is in", async ({
  relay,
  newProfile,
  playwright,
}) => {
  const office = await newProfile({ deviceScaleFactor: 2 });
  await createCompany(office, relay.origin);
  await makeInvitation(office);
  const film = join(mkdtempSync(join(tmpdir(), "eventkit-film-")), "invitation.y4m");
  const invitation = await photograph(office.getByRole("img", { name: "Invitation as QR code" }));
  writeVideo(film, [
    { code: "AURA-0013", seconds: 3 },
    { picture: invitation, seconds: 4 },
  ]);

  const other = await playwright.chromium.launch({
    args: [...chromiumArgs(), ...cameraArgs(film)],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const context = await other.newContext({ ...phone, permissions: ["camera"], locale: "en-GB" });
  const newcomer = leaveWhenStored(await context.newPage());
  const errors: string[] = [];
  newcomer.on("pageerror", (error) => errors.push(error.message));
  await newcomer.goto(relay.origin);
  await newcomer.getByRole("link", { name: "Scan invitation" }).click();
  // A label that comes before the lens is not taken for an invitation.
  await expect(newcomer.getByText("That code is not an invitation to EventKit.")).toBeVisible({
    timeout: 30_000,
  });
  await expect(newcomer.getByText("The invitation is read.")).toBeVisible({ timeout: 30_000 });
  await newcomer.getByLabel("Your name").fill("Mira Kern");
  await newcomer.getByRole("button", { name: "Ask to join" }).click();
  const code = (await newcomer.getByRole("img", { name: "Your code" }).textContent()) ?? "";
  expect(code).toMatch(/^\d{6}$/);
  await expect(office.getByRole("img", { name: /^Code/ })).toHaveText(code);
  await office.getByRole("button", { name: "Same code: let in" }).click();
  await expect(newcomer.getByRole("button", { name: /Switch company/ })).toContainText("Lichtwerk Berlin");
  await expect(office.getByRole("list", { name: "Members" }).getByText("Mira Kern")).toBeVisible();
  // Nobody asks a colleague to save a key that was never on this device.
  await expect(newcomer.getByRole("heading", { name: "To begin with" })).toBeVisible();
  await expect(newcomer.getByText("Save the paper key")).toBeHidden();
  expect(errors).toEqual([]);
  await other.close();
});
