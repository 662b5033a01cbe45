/**
 * A certificate: what a company says of one piece, signed by the device that issues it, for people outside. It carries
 * the whole of what was found, so that it can be read years later and without the company's documents.
 */
import * as v from "valibot";
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps, EnvelopeProblem, SignedKind } from "./envelope";
import { encodeEnvelope, parseEnvelope, seal, verify } from "./envelope";
import { tags } from "./tags";
import type { Bytes16, CompanyId, Key } from "./wire-types";
import { bytes16, bytes32, instant, shortText } from "./wire-types";

/** Values of the record's fields as they are in the document. */
export type CertifiedValues = Readonly<Record<string, string | number | boolean>>;

export interface Certificate {
  readonly v: 1;
  readonly company: CompanyId;
  /** Names of the company and of the person who issues it, as they were then. */
  readonly companyName: string;
  readonly issuer: string;
  /** Device time. */
  readonly at: Ms;
  readonly piece: {
    readonly maker: string;
    readonly product: string;
    readonly code: string;
    readonly serial: string;
  };
  /** Which kind of record, which one, and what it says. */
  readonly about: "test" | "lifting-report";
  readonly record: Bytes16;
  readonly values: CertifiedValues;
}

const certificateKind: SignedKind<Certificate> = {
  tag: tags.crt,
  schema: v.strictObject({
    v: v.literal(1),
    company: bytes32,
    companyName: shortText(500),
    issuer: shortText(500),
    at: instant,
    piece: v.strictObject({
      maker: shortText(500),
      product: shortText(500),
      code: shortText(500),
      serial: shortText(500),
    }),
    about: v.picklist(["test", "lifting-report"]),
    record: bytes16,
    values: v.record(
      v.pipe(v.string(), v.maxLength(32)),
      v.union([shortText(4_000), v.pipe(v.number(), v.safeInteger()), v.boolean()]),
    ),
  }),
};

/** Texts are brought into their one form; the result is an envelope. */
export const signCertificate = async (
  certificate: Omit<Certificate, "v">,
  device: Signer,
): Promise<Uint8Array> => {
  const { companyName, issuer, piece, values } = certificate;
  const { maker, product, code, serial } = piece;
  const said: Certificate = {
    ...certificate,
    v: 1,
    companyName: companyName.normalize("NFC"),
    issuer: issuer.normalize("NFC"),
    piece: {
      maker: maker.normalize("NFC"),
      product: product.normalize("NFC"),
      code: code.normalize("NFC"),
      serial: serial.normalize("NFC"),
    },
    values: Object.fromEntries(
      Object.entries(values).map(([field, value]) => [
        field,
        typeof value === "string" ? value.normalize("NFC") : value,
      ]),
    ),
  };
  return encodeEnvelope(await seal(certificateKind, said, [device]));
};

/** What it says and which device signed it. Whether that device is one of the company's is for the caller to judge. */
export const readCertificate = async (
  bytes: Uint8Array,
  crypto: CryptoDeps,
): Promise<Result<{ readonly certificate: Certificate; readonly device: Key }, EnvelopeProblem>> => {
  const envelope = parseEnvelope<Certificate>(bytes);
  if (!envelope.ok) return envelope;
  const read = await verify(certificateKind, envelope.value, crypto);
  if (!read.ok) return read;
  const { value, signers } = read.value;
  const [device] = signers;
  return device !== undefined && signers.length === 1
    ? ok({ certificate: value, device })
    : err({ type: "EnvelopeMalformed" });
};
