/** A report of a thorough examination is written, corrected as it stood, and puts the piece out of use when it is not safe. */
import { expect, expectAccessible, phone, test } from "./support/app";
import { codeOf, companyOfHeads, openPiece } from "./support/company";

const needed = {
  "Employer for whom it was made": "Lichtwerk",
  "Address of the employer": "Kai 3",
  "Place of the examination": "Halle 2",
  "Safe working load, per configuration": "500 kg",
  Examiner: "J. Ott",
  "Address of the examiner": "Weg 1",
  Qualification: "UVV",
  "Signed by, with address": "J. Ott, Weg 1",
};

test("[MNT-05] [LIFT-1] [LIFT-2] a wrong report of lifting gear is corrected, begins as it stood, and blocks the piece", async ({
  relay,
  newProfile,
}) => {
  const page = await newProfile(phone);
  await companyOfHeads(page, relay.origin, 2);
  await openPiece(page, relay.origin, codeOf(1));
  const condition = page.getByRole("region", { name: "Condition" });
  await page.goto(`${page.url().split("?")[0]}/lifting`);
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  for (const [name, value] of Object.entries(needed)) await field(name).fill(value);
  await page.getByRole("button", { name: "Save report" }).click();
  await condition.getByText("Examinations of lifting gear (1)").click();
  await condition.getByRole("link", { name: /^Correct the report of/ }).click();

  await expect(page.getByText(/^Corrects the report of/)).toBeVisible();
  for (const [name, value] of Object.entries(needed)) await expect(field(name)).toHaveValue(value);
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("correct-report-phone.png"), fullPage: true });
  await field("Examiner").fill("K. Ott");
  await page.getByRole("radiogroup", { name: "Safe to operate" }).getByText("Not safe").click();
  await page.getByRole("button", { name: "Save report" }).click();

  await condition.getByText("Examinations of lifting gear (2)").click();
  await expect(condition.getByText("(corrected)")).toHaveCount(1);
  await expect(condition.getByRole("link", { name: /Thorough examination: not safe/ })).toContainText(
    "Out of use",
  );
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath("corrected-report-phone.png"), fullPage: true });
});
