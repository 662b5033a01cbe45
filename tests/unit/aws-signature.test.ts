import { expect, test } from "vitest";
import { isSignedBy } from "#tests/support/aws-signature";

// From "Signature Calculations for the Authorization Header" in Amazon's S3 reference.
const key = {
  accessKey: "AKIAIOSFODNN7EXAMPLE",
  secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};
const nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const midnight = Date.UTC(2013, 4, 24);
const asked = (url: string, signature: string, range: Readonly<Record<string, string>> = {}) => {
  const headers: Readonly<Record<string, string>> = {
    host: "examplebucket.s3.amazonaws.com",
    ...range,
    "x-amz-content-sha256": nothing,
    "x-amz-date": "20130524T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
      `SignedHeaders=host;${"range" in range ? "range;" : ""}x-amz-content-sha256;x-amz-date,Signature=${signature}`,
  };
  return { method: "GET", url, headers };
};
const part = asked("/test.txt", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", {
  range: "bytes=0-9",
});
const list = asked(
  "/?max-keys=2&prefix=J",
  "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
);

test("[RELAY-221] the tests' bucket judges signatures as Amazon's own examples do", () => {
  expect(isSignedBy(part, key, midnight)).toBe(true);
  expect(isSignedBy(list, key, midnight)).toBe(true);
});

test("[RELAY-221] it takes no other path, method, key, region, header or time", () => {
  const changed: readonly (readonly [Partial<typeof part>, Partial<typeof key>, number])[] = [
    [{ url: "/other.txt" }, {}, midnight],
    [{ url: "/test.txt?x=1" }, {}, midnight],
    [{ method: "DELETE" }, {}, midnight],
    [{}, { secretKey: "guessed" }, midnight],
    [{}, { accessKey: "stranger" }, midnight],
    [{}, { region: "eu-central-1" }, midnight],
    [{ headers: { ...part.headers, range: "bytes=0-99" } }, {}, midnight],
    [{ headers: { ...part.headers, ...{ "x-amz-acl": "public-read" } } }, {}, midnight],
    [{}, {}, midnight + 3_600_000],
    [{ headers: { ...part.headers, authorization: "" } }, {}, midnight],
  ];
  for (const [request, known, now] of changed)
    expect(isSignedBy({ ...part, ...request }, { ...key, ...known }, now)).toBe(false);
});
