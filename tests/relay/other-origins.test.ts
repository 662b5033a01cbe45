import { afterAll, beforeAll, expect, test } from "vitest";
import { companiesPath, discoveryPath } from "#shared/protocol/enrolment";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";

let relay: TestRelay;
let company: TestCompany;
beforeAll(async () => {
  relay = await startTestRelay();
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterAll(() => relay.close());

const origin = "https://evil.example";

/** What the browser of a page elsewhere goes by when it decides whether the page may read the answer or ask at all. */
const allowance = async (
  path: string,
  init: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> } = {},
): Promise<readonly (string | null)[]> => {
  const { headers } = await fetch(`${relay.origin}${path}`, {
    ...init,
    headers: { origin, ...init.headers },
  });
  const names = ["origin", "methods", "headers", "credentials"];
  return names.map((name) => headers.get(`access-control-allow-${name}`));
};

test("[RELAY-15] [T16] a page of another origin reads nothing but the relay's discovery, and may ask for nothing else", async () => {
  const log = `${companiesPath}/${textOfBytes(company.id)}/log`;
  const preflight = {
    method: "OPTIONS",
    headers: { "access-control-request-method": "PUT", "access-control-request-headers": "authorization" },
  };
  const closed = [null, null, null, null];
  for (const path of [log, `${companiesPath}/x/joins/y`, "/blobs/x/y", "/metrics", "/A/ABC", "/"]) {
    expect(await allowance(path), path).toEqual(closed);
    expect(await allowance(path, preflight), path).toEqual(closed);
  }
  expect(await allowance(companiesPath, { method: "POST", body: "x" })).toEqual(closed);
  expect(await allowance(discoveryPath)).toEqual(["*", null, null, null]);
});

test("[RELAY-15] a page of an origin that may open a socket may fetch and send files too", async () => {
  const known = relay.origin.replace("localhost", "127.0.0.1");
  const answer = (method: string) =>
    fetch(`${relay.origin}/blobs/x/y`, { method, headers: { origin: known } }).then(({ headers }) => headers);
  expect((await answer("GET")).get("access-control-allow-origin")).toBe(known);
  expect((await answer("OPTIONS")).get("access-control-allow-methods")).toBe("GET, HEAD, PUT, POST");
});

test("[RELAY-16] [T16] nothing the relay answers is kept by a browser to be sent along later", async () => {
  for (const path of [discoveryPath, "/", "/A/ABC", `${companiesPath}/${textOfBytes(company.id)}/log`])
    expect((await fetch(`${relay.origin}${path}`)).headers.get("set-cookie"), path).toBeNull();
});
