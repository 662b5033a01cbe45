/** A certificate as a file: as many pages as it takes, and the signed statement inside, whatever the file is. */
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect, test } from "vitest";
import { certificatePdf, enclosedCertificate } from "#client/features/maintenance/certificate-pdf";

const signed = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
const paper = (lines: number, value = "Chain 18 m, hook with safety catch") =>
  certificatePdf({
    text: {
      title: "Report of thorough examination",
      piece: [{ name: "Product", value: "Hoist 500 kg" }],
      verdict: { isGood: true, text: "Safe" },
      lines: Array.from({ length: lines }, (_, at) => ({ name: `Finding ${at}`, value })),
    },
    company: "Lichtwerk Łódź",
    signature: [{ name: "Key", value: "geyZHEz2jFYxp5MZ389YWJ7PnHtXAGY9RZJOkpLssm4" }],
    howToCheck: "How to check it.",
    signed,
    at: Date.UTC(2026, 6, 1),
  });

test("[CERT-3] what was signed is in the file, also after somebody saved it with another program", async () => {
  const bytes = await paper(3);
  expect(await enclosedCertificate(bytes)).toEqual(signed);
  const again = await PDFDocument.load(bytes);
  expect(again.getPageCount()).toBe(1);
  again.setTitle("Renamed by a viewer");
  expect(await enclosedCertificate(await again.save({ useObjectStreams: false }))).toEqual(signed);
});

test("[CERT-3] a long report goes on to further pages, a word wider than the page is broken", async () => {
  const long = await PDFDocument.load(await paper(120));
  expect(long.getPageCount()).toBeGreaterThan(2);
  const wide = await PDFDocument.load(await paper(2, "x".repeat(4_000)));
  expect(wide.getPageCount()).toBeGreaterThan(1);
});

test("[CERT-3] any other file has none", async () => {
  const empty = await PDFDocument.create();
  empty.addPage();
  const whole = await paper(1);
  for (const file of [new Uint8Array(), signed, await empty.save(), whole.slice(0, 200)])
    expect(await enclosedCertificate(file)).toBeUndefined();
});
