/** What a company may say of a certificate whose signature fits what it says. */
import type { Certificate } from "#shared/protocol/certificate";
import type { DeviceView } from "#shared/replica/identity/types";
import { textOfBytes } from "#shared/protocol/wire-types";

export type Judgement = "good" | "removed" | "corrected" | "foreign" | "unknown-device";

interface Knowledge {
  /** Base64url of the own company. */
  readonly company: string;
  /** Every device it ever had. */
  readonly devices: readonly Pick<DeviceView, "device" | "revoked">[];
  /** Whether another test or report took the place of the certified one, or took it back. */
  readonly isSuperseded: boolean;
}

/** `key` is what it is signed with, base64url. */
export const judgeCertificate = (
  { company }: Pick<Certificate, "company">,
  key: string,
  { company: own, devices, isSuperseded }: Knowledge,
): Judgement => {
  if (textOfBytes(company) !== own) return "foreign";
  const signer = devices.find(({ device }) => device === key);
  if (signer === undefined) return "unknown-device";
  if (isSuperseded) return "corrected";
  return signer.revoked === null ? "good" : "removed";
};
