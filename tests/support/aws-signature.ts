/**
 * The other side of AWS signature version 4, written from Amazon's description and not from the library that signs
 * for the relay: whoever shares a mistake with it is of no use as a judge.
 */
import { createHash, createHmac } from "node:crypto";

export interface KnownKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

export interface HeaderSigned {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const quarterHourMs = 900_000;

/** Signed by that key, at about that time, with all that has to be signed. */
export const isSignedBy = (request: HeaderSigned, key: KnownKey, now: number): boolean => {
  const header = (name: string): string => String(request.headers[name] ?? "").trim();
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header("authorization"),
    );
  const [, credential = "", names = "", signature] = found ?? [];
  const time = header("x-amz-date");
  const scope = `${time.slice(0, 8)}/${key.region}/s3/aws4_request`;
  if (credential !== `${key.accessKey}/${scope}` || Math.abs(timeOf(time) - now) > quarterHourMs)
    return false;
  const signed = names.split(";");
  const needed = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"))];
  if (!needed.every((name) => signed.includes(name))) return false;
  const canonical = [
    request.method,
    ...canonicalUrl(request.url),
    ...signed.map((name) => `${name}:${header(name).replace(/ +/g, " ")}`),
    "",
    names,
    header("x-amz-content-sha256"),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")];
  const signingKey = scope.split("/").reduce<Buffer>(hmac, Buffer.from(`AWS4${key.secretKey}`));
  return hmac(signingKey, toSign.join("\n")).toString("hex") === signature;
};

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** `20130524T000000Z` */
const timeOf = (time: string): number =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalUrl = (url: string): readonly [path: string, query: string] => {
  const { pathname, searchParams } = new URL(url, "http://storage");
  const pairs = [...searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const path = pathname.split("/").map((part) => encode(decodeURIComponent(part)));
  return [path.join("/"), pairs.sort().join("&")];
};
