/** Whose certificate it is, and whether it still stands. */
import { expect, test } from "vitest";
import { judgeCertificate } from "#client/features/maintenance/certificate-judgement";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named } from "#tests/support/keys";

const company = named("company");
const known = {
  company: textOfBytes(company),
  devices: [
    { device: "workshop", revoked: null },
    { device: "lost phone", revoked: "lost" as const },
  ],
  isSuperseded: false,
};

test("[CERT-4] a device of the company makes it genuine, a removed one too and says so", () => {
  expect(judgeCertificate({ company }, "workshop", known)).toBe("good");
  expect(judgeCertificate({ company }, "lost phone", known)).toBe("removed");
});

test("[CERT-4] that it was corrected since comes before who signed it", () => {
  const corrected = { ...known, isSuperseded: true };
  expect(judgeCertificate({ company }, "workshop", corrected)).toBe("corrected");
  expect(judgeCertificate({ company }, "lost phone", corrected)).toBe("corrected");
  expect(judgeCertificate({ company }, "nobody", corrected)).toBe("unknown-device");
});

test("[CERT-4] nobody of ours signed it; another company says it is theirs", () => {
  expect(judgeCertificate({ company }, "nobody", known)).toBe("unknown-device");
  expect(judgeCertificate({ company: named("other") }, "workshop", known)).toBe("foreign");
});
