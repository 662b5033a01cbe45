/** Photos and files: added on one device, seen on another; offline, through a power cut, kept for a job without a network. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { createCompany, expect, expectAccessible, joinCompany, phone, test } from "./support/app";
import { makeEvent } from "./support/company";
import { drawPhoto } from "./support/photo";

test.describe.configure({ timeout: 120_000 });

const choose = async (
  page: Page,
  files: readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[],
): Promise<void> => {
  const chooser = page.waitForEvent("filechooser");
  await section(page).getByRole("button", { name: "Add files" }).click();
  await (await chooser).setFiles([...files]);
};

const section = (page: Page) => page.getByRole("region", { name: "Photos and files" });
const pictures = (page: Page) => section(page).locator("li img");

/** The app has stored itself and comes up without a network. */
const worksOffline = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
};

const photoFile = async (page: Page, name: string, seed: number) => ({
  name,
  mimeType: "image/jpeg",
  buffer: await drawPhoto(page, 3200, 2400, seed),
});

/** Makes a product; answers the address of its page, where the page stays. */
const makeProduct = async (page: Page, origin: string): Promise<string> => {
  await page.goto(`${origin}/stock`);
  await page.getByRole("button", { name: "New product" }).first().click();
  await expect(page).toHaveURL(/\/stock\/products\//);
  await expect(section(page)).toBeVisible();
  return page.url();
};

test("[DOC-05] a photo added on one device is seen on another, described, removed and taken back", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile(phone);
  await createCompany(office, relay.origin);
  await joinCompany(office, hall, "Mira Kern");
  const address = await makeProduct(office, relay.origin);
  const photo = await drawPhoto(office, 3200, 2400);
  await choose(office, [{ name: "front.jpg", mimeType: "image/jpeg", buffer: photo }]);
  await expect(pictures(office)).toHaveCount(1);

  // The first to look comes before the photo has reached the relay.
  let hasArrived = false;
  let asked = 0;
  await hall.route("**/blobs/**", (route) => {
    if (hasArrived || route.request().method() !== "GET") return route.continue();
    asked += 1;
    return route.fulfill({ status: 404 });
  });
  await hall.goto(address);
  await expect(hall.getByRole("button", { name: "Open front.jpg" })).toBeVisible();
  // By itself, on a screen on which nothing happens.
  await expect.poll(() => asked, { timeout: 30_000 }).toBeGreaterThan(2);
  await expect(pictures(hall)).toHaveCount(0);
  hasArrived = true;
  // It asks less and less often: at most a minute goes by until the next time.
  await expect(pictures(hall)).toHaveCount(1, { timeout: 75_000 });
  await expect(section(hall).getByRole("button", { name: "Take a photo" })).toBeVisible();
  await section(hall).getByRole("button", { name: "Open front.jpg" }).click();
  const dialog = hall.getByRole("dialog");
  const full = dialog.getByRole("img", { name: "front.jpg" });
  await expect(full).toBeVisible();
  expect(await full.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual(
    [2560, 1920],
  );
  await expectAccessible(hall);
  await dialog.getByRole("button", { name: /Caption/ }).click();
  await hall.keyboard.type("Scratch at the yoke");
  await hall.keyboard.press("Control+Enter");
  await expect(section(office).getByRole("button", { name: "Open Scratch at the yoke" })).toBeVisible({
    timeout: 30_000,
  });
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(pictures(office)).toHaveCount(0, { timeout: 30_000 });
  await hall.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(pictures(hall)).toHaveCount(1);
  await expect(pictures(office)).toHaveCount(1, { timeout: 30_000 });
  await expectAccessible(office);
});

test("[DOC-05] photos added offline wait through a reload, and a relay killed in the middle of one is gone on with", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const hall = await newProfile();
  await createCompany(office, relay.origin);
  await joinCompany(office, hall, "Mira Kern");
  const address = await makeProduct(office, relay.origin);
  await worksOffline(office);
  await hall.goto(address);
  await expect(section(hall)).toBeVisible({ timeout: 30_000 });
  await relay.stop("SIGKILL");
  await choose(office, [await photoFile(office, "left.jpg", 1), await photoFile(office, "right.jpg", 2)]);
  await expect(pictures(office)).toHaveCount(2);
  await expect(section(office).getByText(/2 files of this company wait on this device/)).toBeVisible();
  await office.reload();
  await expect(pictures(office)).toHaveCount(2);
  await expect(section(office).getByText(/2 files of this company wait on this device/)).toBeVisible();
  await expectAccessible(office);

  const begun: { readonly path: string; readonly offset: number; readonly run: number }[] = [];
  let run = 1;
  await office.route("**/blobs/*/*", async (route) => {
    const request = route.request();
    if (request.method() !== "PUT") return route.continue();
    const offset = Number(request.headers()["upload-offset"]);
    if (run === 1 && offset > 0) {
      run = 2;
      await relay.stop("SIGKILL");
      return route.abort();
    }
    begun.push({ path: new URL(request.url()).pathname, offset, run });
    return route.continue();
  });
  await relay.startAgain();
  await expect.poll(() => run, { timeout: 60_000 }).toBe(2);
  await expect(section(office).getByText(/files? of this company waits? on this device/)).toBeVisible();
  await relay.startAgain();
  await expect(section(office).getByText(/of this company wait/)).toBeHidden({ timeout: 60_000 });
  // What had arrived before the power cut was not sent again.
  const cut = begun.filter((each) => each.run === 1).at(-1);
  const after = begun.filter((each) => each.run === 2 && each.path === cut?.path);
  expect(after.map(({ offset }) => offset > 0)).toContain(true);
  expect(after.map(({ offset }) => offset)).not.toContain(0);
  await expect(pictures(hall)).toHaveCount(2, { timeout: 60_000 });
});

test("[MOB-07] [DOC-05] an event kept on a device is whole without a network, with the files of what is on its list", async ({
  relay,
  newProfile,
}) => {
  const office = await newProfile();
  const phoneOfHall = await newProfile(phone);
  await createCompany(office, relay.origin);
  await joinCompany(office, phoneOfHall, "Mira Kern");
  const product = await makeProduct(office, relay.origin);
  await choose(office, [await photoFile(office, "front.jpg", 3)]);
  await expect(pictures(office)).toHaveCount(1);
  const list = await makeEvent(office, relay.origin, "Summer Gala");
  await office.getByRole("combobox", { name: "Add a line" }).click();
  await office.keyboard.type("2 new product");
  await office.keyboard.press("Enter");
  await expect(office.getByRole("grid").getByText("New product")).toBeVisible();
  const event = list.replace(/\/pull-list$/, "");
  await office.goto(event);
  await choose(office, [
    { name: "rider.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 a rider") },
    {
      name: "evil.svg",
      mimeType: "image/svg+xml",
      buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    },
  ]);
  await expect(section(office).getByRole("button", { name: "Open rider.pdf" })).toBeVisible();
  await expect(section(office).getByText(/of this company wait/)).toBeHidden({ timeout: 30_000 });

  await phoneOfHall.goto(event);
  await section(phoneOfHall).getByRole("checkbox", { name: "Keep on this device" }).check();
  await expect(section(phoneOfHall).getByText(/Everything is here: 3 files/)).toBeVisible({
    timeout: 30_000,
  });
  await expectAccessible(phoneOfHall);
  await worksOffline(phoneOfHall);
  await relay.stop("SIGKILL");
  await phoneOfHall.reload();
  await expect(section(phoneOfHall).getByText(/Everything is here: 3 files/)).toBeVisible();
  await section(phoneOfHall).getByRole("button", { name: "Open evil.svg" }).click();
  await expect(
    phoneOfHall.getByRole("dialog").getByText("This kind of file is not shown here"),
  ).toBeVisible();
  await expect(phoneOfHall.getByRole("dialog").locator("img")).toHaveCount(0);
  const saved = phoneOfHall.waitForEvent("download");
  await phoneOfHall.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  expect((await saved).suggestedFilename()).toBe("evil.svg");
  await phoneOfHall.goto(product);
  await section(phoneOfHall).getByRole("button", { name: "Open front.jpg" }).click();
  await expect(phoneOfHall.getByRole("dialog").getByRole("img", { name: "front.jpg" })).toBeVisible();
});

/** A JPEG that says where it was taken, and that it has more pixels than are drawn. */
const placedPhoto = async (page: Page): Promise<Buffer> => {
  const photo = await drawPhoto(page, 640, 480);
  const said = Buffer.from("Exif\0\0 taken at 52.520N");
  const exif = Buffer.concat([Buffer.from([0xff, 0xe1, 0, said.length + 2]), said]);
  const whole = Buffer.concat([photo.subarray(0, 2), exif, photo.subarray(2)]);
  const frame = whole.indexOf(Buffer.from([0xff, 0xc0]));
  whole.writeUInt16BE(9000, frame + 5);
  whole.writeUInt16BE(9000, frame + 7);
  return whole;
};

test("[DOC-05] a photo that cannot be drawn is kept without its place, and one that cannot be freed of it is not added", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await createCompany(page, relay.origin);
  await makeProduct(page, relay.origin);
  const photo = await placedPhoto(page);
  await choose(page, [{ name: "huge.jpg", mimeType: "image/jpeg", buffer: photo }]);
  await section(page).getByRole("button", { name: "Open huge.jpg" }).click();
  const save = async (name: string) => {
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name, exact: true }).last().click();
    return readFile(await (await saving).path());
  };
  const kept = await save("Save");
  expect(kept.includes("52.520N")).toBe(false);
  expect(kept.length).toBeGreaterThan(photo.length - 100);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();

  // Torn before its picture begins: nobody knows what else is in it.
  await choose(page, [{ name: "torn.jpg", mimeType: "image/jpeg", buffer: photo.subarray(0, 20) }]);
  const told = page.getByText(/torn\.jpg was not added: it may say where it was taken/);
  await expect(told).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("placed-phone.png") });
  await expect(section(page).getByRole("button", { name: "Open torn.jpg" })).toHaveCount(0);
  expect(await save("Save")).toEqual(photo.subarray(0, 20));
});
