/** Certificates: made from what was found at a piece, and checked whoever brings one. */
import { asset, product } from "#shared/domain/inventory";
import { certifiedValues, replacements } from "#shared/domain/maintenance";
import type { LoggedLiftingReport, LoggedTest } from "#shared/domain/maintenance";
import { companyProfile, profileIn } from "#shared/domain/settings";
import { sha256 } from "#shared/kernel/hash";
import { idFromBytes, idToBytes } from "#shared/kernel/ids";
import type { Id } from "#shared/kernel/ids";
import { createVerifier } from "#shared/kernel/signature";
import { readCertificate, signCertificate } from "#shared/protocol/certificate";
import type { Certificate } from "#shared/protocol/certificate";
import { textOfBytes } from "#shared/protocol/wire-types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createRows, useReplica } from "#client/data";
import { maintenanceIndex } from "#client/features/scanning";
import { createDeviceNames, createMemberNames } from "#client/features/settings";
import { saveFile } from "#client/platform/files";
import { judgeCertificate } from "./certificate-judgement";
import type { Judgement } from "./certificate-judgement";
import { certificateMessages } from "./certificate-messages";
import { createCertificateWords } from "./certificate-words";
import type { CertificateText } from "./certificate-words";

type Found =
  | { readonly about: "test"; readonly record: LoggedTest }
  | { readonly about: "lifting-report"; readonly record: LoggedLiftingReport };

/** Saves the certificate of a test or a report as PDF; false while this device is not ready to sign. */
export const createIssuing = (): ((found: Found) => Promise<boolean>) => {
  const t = useText(certificateMessages);
  const format = useFormat();
  const { clock, identity } = useApp();
  const { company, rows, member, device } = useReplica();
  const profiles = createRows(companyProfile);
  const memberNames = createMemberNames();
  const deviceNames = createDeviceNames();
  const words = createCertificateWords();
  return async ({ about, record }) => {
    const signing = await identity.membership(company);
    if (signing === undefined) return false;
    const piece = rows.get(asset, record.asset);
    const of = rows.get(product, record.product);
    const certificate: Certificate = {
      v: 1,
      company: signing.company,
      companyName: profileIn(profiles())?.name ?? "",
      issuer: memberNames(member),
      at: clock.now(),
      piece: {
        maker: of?.maker ?? "",
        product: of?.name ?? "",
        code: piece?.code ?? "",
        serial: piece?.serial ?? "",
      },
      ...{ about, record: idToBytes(record.id), values: certifiedValues(about, record) },
    };
    const text = words(certificate);
    if (text === undefined) return false;
    const { certificatePdf } = await import("./certificate-pdf");
    const bytes = await certificatePdf({
      text,
      company: certificate.companyName,
      signature: [
        // With the year, for it is read years later.
        { name: t("issued"), value: format().dateTime(certificate.at, 0) },
        {
          name: "",
          value: t("issuedBy", { person: certificate.issuer, company: certificate.companyName }),
        },
        { name: t("signature"), value: t("signedBy", { device: deviceNames(device) }) },
        { name: t("key"), value: device },
      ],
      howToCheck: t("howToCheck"),
      signed: await signCertificate(certificate, signing.device.signer),
      at: certificate.at,
    });
    const name = t("fileName", {
      code: certificate.piece.code || certificate.piece.product,
      day: record.day,
    });
    saveFile(`${name}.pdf`, new Blob([Uint8Array.from(bytes)], { type: "application/pdf" }));
    return true;
  };
};

export interface Checked {
  readonly judgement: Judgement | "changed" | "none" | "too-large";
  readonly file: string;
  readonly certificate?: Certificate;
  readonly text?: CertificateText;
  /** Base64url of the key it is signed with. */
  readonly key?: string;
}

/** A page with one statement inside has some thousand bytes. */
const mostBytes = 4 * 1024 * 1024;

/** What is to be thought of a file that somebody hands over as a certificate. */
export const createChecking = (): ((file: File) => Promise<Checked>) => {
  const { identity } = useApp();
  const { company } = useReplica();
  const book = createIndex(maintenanceIndex);
  const words = createCertificateWords();
  const isSuperseded = (id: Id<string>): boolean =>
    replacements([...book().tests.all()]).has(id) || replacements([...book().reports.all()]).has(id);
  return async (chosen) => {
    const file = chosen.name;
    if (chosen.size > mostBytes) return { judgement: "too-large", file };
    const { enclosedCertificate } = await import("./certificate-pdf");
    const inside = await enclosedCertificate(new Uint8Array(await chosen.arrayBuffer()));
    if (inside === undefined) return { judgement: "none", file };
    const read = await readCertificate(inside, { sha256, verifier: createVerifier() });
    if (!read.ok) return { judgement: "changed", file };
    const { certificate, device } = read.value;
    const text = words(certificate);
    if (text === undefined) return { judgement: "changed", file };
    const key = textOfBytes(device);
    // Asked now: a judgement before the devices are known would call every one of them unknown.
    const membership = await identity.membership(company);
    if (membership === undefined) return { judgement: "foreign", file, certificate, text, key };
    const judgement = judgeCertificate(certificate, key, {
      company,
      devices: membership.view.get().devices,
      isSuperseded: isSuperseded(idFromBytes(certificate.record)),
    });
    return { judgement, file, certificate, text, key };
  };
};
