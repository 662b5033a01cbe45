/**
 * What `npm start` promises: the office works under localhost, and a phone that was never here comes in under the
 * relay's own name and certificate, led by what is on the screens.
 */
import { X509Certificate, createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import { spawnRelay } from "../support/built-relay";
import {
  createCompany,
  expect,
  expectAccessible,
  leaveWhenStored,
  makeInvitation,
  phone,
  test,
} from "./support/app";

test.describe.configure({ timeout: 120_000 });

const builtRelay =
  process.env["EVENTKIT_BUILT_RELAY"] ?? fileURLToPath(new URL("../../dist/relay", import.meta.url));
const executablePath = findChromium();

test("[RELAY-125] invited at localhost, a phone finds certificate, name and company", async ({
  newProfile,
  playwright,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "eventkit-e2e-"));
  const relay = spawnRelay({ folder: builtRelay, remove: async () => undefined }, folder, {
    HOST: "::",
    EVENTKIT_TLS: "local",
    EVENTKIT_LOCAL_NAME: "testhall",
  });
  const { port, origin } = await relay.started;
  const office = await newProfile();
  await createCompany(office, origin);
  const link = await makeInvitation(office);
  expect(link).toMatch(new RegExp(`^https://testhall\\.local:${port}/j#`));
  await office.getByRole("button", { name: "The phone has never been here before?" }).click();
  const firstStep = `http://testhall.local:${port}/trust`;
  await expect(office.getByRole("dialog")).toContainText(firstStep);
  await expect(office.getByRole("img", { name: "Address of the first step as QR code" })).toBeVisible();
  await expectAccessible(office);
  await office.getByRole("button", { name: "Back to the invitation" }).click();
  await expect(office.getByRole("textbox", { name: "Invitation link" })).toHaveText(link);

  // Installing the certificate is a matter of the phone's settings: this browser has done it already.
  const certificate = new X509Certificate(await readFile(join(folder, "tls", "local.pem")));
  const spki = certificate.publicKey.export({ type: "spki", format: "der" });
  const trusted = createHash("sha256").update(spki).digest("base64");
  const browser = await playwright.chromium.launch({
    args: [
      ...chromiumArgs(),
      "--host-resolver-rules=MAP testhall.local 127.0.0.1",
      `--ignore-certificate-errors-spki-list=${trusted}`,
    ],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const newcomer = leaveWhenStored(await (await browser.newContext({ ...phone, locale: "en-GB" })).newPage());
  const errors: string[] = [];
  newcomer.on("pageerror", (error) => errors.push(error.message));
  // Whatever is typed without https leads to the first step.
  await newcomer.goto(`http://testhall.local:${port}/`);
  expect(newcomer.url()).toBe(firstStep);
  const get = newcomer.getByRole("link", { name: "Get the certificate" });
  await expect(get).toHaveCSS("background-color", "rgb(31, 95, 191)");
  await expectAccessible(newcomer);
  await expect(newcomer.getByRole("link", { name: `Open https://testhall.local:${port}` })).toBeVisible();

  await newcomer.goto(link);
  await expect(newcomer.getByText("The invitation is read.")).toBeVisible();
  await expect(newcomer.getByLabel("Invitation link")).toBeHidden();
  await newcomer.getByLabel("Your name").fill("Mira Kern");
  await newcomer.getByRole("button", { name: "Ask to join" }).click();
  const code = (await newcomer.getByRole("img", { name: "Your code" }).textContent()) ?? "";
  await expect(office.getByRole("img", { name: /^Code/ })).toHaveText(code);
  await office.getByRole("button", { name: "Same code: let in" }).click();
  await expect(newcomer.getByRole("button", { name: /Switch company/ })).toContainText("Lichtwerk Berlin");
  await expect(newcomer.getByRole("button", { name: "Synced" })).toBeVisible();
  expect(new URL(newcomer.url()).origin).toBe(`https://testhall.local:${port}`);
  expect(errors).toEqual([]);
  await browser.close();
  relay.kill("SIGTERM");
  await relay.ended;
  await rm(folder, { recursive: true, force: true });
});
