/** The operator's page, as a browser and as somebody without the token meet it. */
import { get } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toBase64Url } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { LogStore } from "#relay/storage/log-store";
import { noQuota } from "#relay/storage/log-store";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { memoryStore, startTestRelay } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

const token = "a token of the operator's";

let relay: TestRelay;
let store: LogStore;
let company: TestCompany;

beforeEach(async () => {
  store = memoryStore();
  relay = await startTestRelay({ store, operatorToken: token });
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterEach(() => relay.close());

const post = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${relay.origin}/operator`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { origin: relay.origin, ...headers },
    redirect: "manual",
  });

const look = async (cookie: string, language = "en"): Promise<string> =>
  (await fetch(`${relay.origin}/operator`, { headers: { cookie, "accept-language": language } })).text();

const enter = async (): Promise<string> => {
  const entered = await post({ token });
  expect(entered.status).toBe(303);
  return (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
};

test("[RELAY-188] with the token it shows companies, devices online, size, limits and what needs attention", async () => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  device.send({ t: "push", parts: [await (await createWriter(company.id, company.owner)).write()] });
  await device.next("receipt");
  const quota = { ...noQuota, changes: 1_000 };
  must(await store.append([{ type: "quota", company: 1, quota }]));
  const page = await look(await enter());
  expect(page).toContain(toBase64Url(company.id));
  expect(page).toContain("1 of 1,000");
  expect(page).toContain("No backup was ever made.");
  expect(page).not.toContain("<script");
  expect(await look(await enter(), "de")).toContain("Es gibt noch keine Sicherung.");
  await device.close();
});

test("[RELAY-188] without it nothing is shown, and the session's name stays where it belongs", async () => {
  for (const cookie of ["", "eventkit-operator=", `eventkit-operator=${token}`]) {
    const page = await look(cookie);
    expect(page).toContain("For whoever runs this relay");
    expect(page).not.toContain(toBase64Url(company.id));
  }
  const entered = await post({ token });
  expect(entered.headers.get("set-cookie")).toMatch(/Path=\/operator; HttpOnly; SameSite=Strict/);
  expect(entered.headers.get("content-security-policy") ?? "").not.toContain("unsafe");
  expect(relay.lines.join()).not.toContain(token);
});

test("[RELAY-188] a form from elsewhere, a wrong token and too many tries do not open it", async () => {
  expect((await post({ token }, { origin: "https://evil.example" })).status).toBe(403);
  expect((await post({ token }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await post({ token }, { origin: "null" })).status).toBe(403);
  for (let tries = 0; tries < 10; tries++) {
    const answer = await post({ token: `${token}${tries}` });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
  }
  const late = await post({ token });
  expect([late.status, late.headers.get("set-cookie")]).toEqual([429, null]);
});

test("[RELAY-188] leaving ends the session, not only the cookie", async () => {
  const cookie = await enter();
  expect(await look(cookie)).toContain(toBase64Url(company.id));
  expect((await post({ act: "leave" }, { cookie })).status).toBe(303);
  expect(await look(cookie)).not.toContain(toBase64Url(company.id));
});

test("[RELAY-188] over plain http from another machine it asks for nothing, not even the token", async () => {
  const asked = await new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const headers = { host: "192.168.1.20:8787" };
    get({ host: "127.0.0.1", port: relay.port, path: "/operator", headers }, (answer) => {
      let text = "";
      answer.on("data", (part: Buffer) => (text += part.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    }).on("error", reject);
  });
  expect(asked.status).toBe(403);
  expect(asked.text).toContain("over https");
  expect(asked.text).not.toContain("<form");
});
