/**
 * TLS for the local network out of the box: an authority of this machine, made on first start and trusted once per
 * phone, and a certificate from it that is renewed whenever names or time ask for it. Keys lie in the data folder,
 * readable by the owner only.
 */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import type { Clock } from "#shared/kernel/clock";
import { nameConstraintsOid, permitOnly } from "./name-constraints";

export interface LocalCertificate {
  /** PEM of the certificate for this machine followed by that of the authority. */
  readonly chain: string;
  readonly key: string;
  /** DER of the authority, as phones want it. */
  readonly authority: Uint8Array;
  /** SHA-256 of the authority in groups of four hexadecimal digits, to compare by eye. */
  readonly fingerprint: string;
  readonly notAfter: number;
}

export interface LocalAuthorityDeps {
  readonly clock: Clock;
}

const dayMs = 24 * 3_600_000;
const authorityDays = 3_650;
const leafDays = 397;
const renewBeforeDays = 30;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Private networks, loopback and link-local: the only addresses the authority may vouch for. */
const privateNetworks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "::1/128",
  "fc00::/7",
  "fe80::/10",
];

/**
 * Reads the authority of `folder` or makes it, then answers a certificate for the names and addresses that is valid
 * for at least another 30 days.
 */
export const loadLocalCertificate = async (
  folder: string,
  names: readonly string[],
  { clock }: LocalAuthorityDeps,
): Promise<LocalCertificate> => {
  x509.cryptoProvider.set(webcrypto);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = await readPair(folder, "authority");
  const authority =
    known !== undefined && mayVouchFor(known.certificate, names)
      ? known
      : await makeAuthority(folder, names, clock);
  const stored = await readPair(folder, "local");
  const leaf =
    stored !== undefined && fits(stored.certificate, authority.certificate, names, clock)
      ? stored
      : await makeLeaf(folder, names, authority, clock);
  const digest = Buffer.from(await authority.certificate.getThumbprint("SHA-256"))
    .toString("hex")
    .toUpperCase();
  return {
    chain: `${leaf.certificate.toString("pem")}\n${authority.certificate.toString("pem")}\n`,
    key: leaf.keyPem,
    authority: new Uint8Array(authority.certificate.rawData),
    fingerprint: digest.match(/.{4}/g)?.join(" ") ?? digest,
    notAfter: leaf.certificate.notAfter.getTime(),
  };
};

interface Pair {
  readonly certificate: x509.X509Certificate;
  readonly keyPem: string;
}

const makeAuthority = async (folder: string, names: readonly string[], clock: Clock): Promise<Pair> => {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const dnsNames = names.filter((name) => isIP(name) === 0);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=EventKit on ${dnsNames[0] ?? "this machine"}`,
    notBefore: new Date(clock.now() - dayMs),
    notAfter: new Date(clock.now() + authorityDays * dayMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(nameConstraintsOid, true, permitOnly([...dnsNames, "local"], privateNetworks)),
    ],
  });
  return writePair(folder, "authority", certificate, keys.privateKey);
};

const makeLeaf = async (
  folder: string,
  names: readonly string[],
  authority: Pair,
  clock: Clock,
): Promise<Pair> => {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const signingKey = await webcrypto.subtle.importKey("pkcs8", pemToDer(authority.keyPem), algorithm, false, [
    "sign",
  ]);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${names[0] ?? "localhost"}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(clock.now() - dayMs),
    notAfter: new Date(clock.now() + leafDays * dayMs),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) === 0 ? "dns" : "ip", value: name })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return writePair(folder, "local", certificate, keys.privateKey);
};

const fits = (
  certificate: x509.X509Certificate,
  authority: x509.X509Certificate,
  names: readonly string[],
  clock: Clock,
): boolean => {
  if (certificate.notAfter.getTime() < clock.now() + renewBeforeDays * dayMs) return false;
  if (certificate.issuer !== authority.subject) return false;
  const listed = certificate
    .getExtension(x509.SubjectAlternativeNameExtension)
    ?.names.items.map((item) => item.value);
  return listed !== undefined && names.every((name) => listed.includes(name));
};

/** An authority made under other names cannot take on a new one: phones have to trust its successor once more. */
const mayVouchFor = (authority: x509.X509Certificate, names: readonly string[]): boolean => {
  const permitted = authority.getExtension(nameConstraintsOid)?.value;
  if (permitted === undefined) return false;
  const bytes = Buffer.from(permitted);
  return names.every(
    (name) => isIP(name) !== 0 || name.endsWith(".local") || bytes.includes(name, 0, "ascii"),
  );
};

/** Undefined when there is none yet. A file that is there and cannot be read is a defect the start reports. */
const readPair = async (folder: string, name: string): Promise<Pair | undefined> => {
  try {
    const keyPem = await readFile(join(folder, `${name}.key.pem`), "utf8");
    const certificatePem = await readFile(join(folder, `${name}.pem`), "utf8");
    return { keyPem, certificate: new x509.X509Certificate(certificatePem) };
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
};

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";

const writePair = async (
  folder: string,
  name: string,
  certificate: x509.X509Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<Pair> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  const keyPem = x509.PemConverter.encode(der, "PRIVATE KEY");
  await replaceFile(join(folder, `${name}.key.pem`), keyPem, 0o600);
  await replaceFile(join(folder, `${name}.pem`), certificate.toString("pem"), 0o644);
  return { certificate, keyPem };
};

/** A half-written key would lock every phone out, so the file appears whole or not at all. */
const replaceFile = async (path: string, content: string, mode: number): Promise<void> => {
  await writeFile(`${path}.new`, content, { mode });
  await rename(`${path}.new`, path);
};

const pemToDer = (pem: string): ArrayBuffer => x509.PemConverter.decodeFirst(pem);
