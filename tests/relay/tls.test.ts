import { X509Certificate, createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import { connect as connectPlain } from "node:net";
import { join } from "node:path";
import { connect } from "node:tls";
import { chromium } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { listStaticFiles } from "#relay/http/static-files";
import type { LocalCertificate } from "#relay/tls/local-authority";
import { loadLocalCertificate } from "#relay/tls/local-authority";
import { localAddresses } from "#relay/tls/local-addresses";
import { must } from "#shared/kernel/result";
import { discoveryPath, parseRelayInfo } from "#shared/protocol/enrolment";
import { mkdir, writeFile } from "node:fs/promises";
import { chromiumArgs, findChromium } from "../../scripts/chromium.mjs";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay, temporaryFolder } from "#tests/support/relay-process";

const names = ["testhall.local", "localhost", "127.0.0.1", "::1", "192.168.7.7"];
const day = 24 * 3_600_000;
let relay: TestRelay;
let certificate: LocalCertificate;
let tlsFolder: string;

beforeAll(async () => {
  const folder = await temporaryFolder();
  tlsFolder = join(folder, "tls");
  certificate = await loadLocalCertificate(tlsFolder, names, { clock: { now: () => Date.now() } });
  const client = join(folder, "client");
  await mkdir(client);
  await writeFile(join(client, "index.html"), "<!doctype html><title>EventKit app</title>");
  await writeFile(join(client, "sw.js"), "self.addEventListener('fetch', () => undefined);");
  relay = await startTestRelay({ certificate, files: await listStaticFiles(client) });
});
afterAll(() => relay.close());

const authorityPem = (): string => new X509Certificate(certificate.authority).toString();

interface Answer {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly type: string | undefined;
  readonly policy: string | undefined;
  readonly body: string;
}

const get = (scheme: "http" | "https", path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: relay.port, path, headers };
    const secure = { ...options, ca: authorityPem(), servername: "testhall.local" };
    const sent = scheme === "https" ? httpsRequest(secure) : httpRequest(options);
    sent.on("response", (answer) => {
      let body = "";
      answer.on("data", (part: Buffer) => (body += part.toString("latin1")));
      answer.on("end", () => {
        const { location, "content-type": type, "content-security-policy": policy } = answer.headers;
        resolve({ status: answer.statusCode, location, type, policy: policy?.toString(), body });
      });
    });
    sent.on("error", reject);
    sent.end();
  });

describe("[RELAY-120] one port speaks http and https", () => {
  test("this machine gets the app over both", async () => {
    expect((await get("http", "/", { host: `localhost:${relay.port}` })).body).toContain("EventKit app");
    expect((await get("https", "/", { host: `testhall.local:${relay.port}` })).body).toContain(
      "EventKit app",
    );
  });

  test("another machine over plain http is led to the trust page, in its language", async () => {
    const host = { host: `192.168.7.7:${relay.port}` };
    expect(await get("http", "/events", host)).toMatchObject({ status: 302, location: "/trust" });
    const page = await get("http", "/trust", { ...host, "accept-language": "de" });
    expect(page.body).toContain(`https://testhall.local:${relay.port}`);
    expect(page.body).toContain(certificate.fingerprint);
    expect(page.body).toContain('<html lang="de">');
    const file = await get("http", "/trust/eventkit-ca.crt", host);
    expect(file.type).toBe("application/x-x509-ca-cert");
    expect(Buffer.from(file.body, "latin1").equals(Buffer.from(certificate.authority))).toBe(true);
  });

  test("the style of its pages is the one their policy allows", async () => {
    const { policy, body } = await get("http", "/trust", { host: `192.168.7.7:${relay.port}` });
    const style = /<style>([^]*?)<\/style>/.exec(body)?.[1] ?? "";
    expect(style).toContain("system-ui");
    expect(policy).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
  });

  test("sockets work over TLS, and a connection that says nothing or nonsense costs only itself", async () => {
    const nonsense = connectPlain(relay.port, "127.0.0.1");
    nonsense.write(Buffer.from([22, 3, 1, 255, 255, 0, 0]));
    const reset = connectPlain(relay.port, "127.0.0.1");
    reset.on("error", () => undefined);
    reset.destroy();
    const socket = new WebSocket(`wss://127.0.0.1:${relay.port}/sync`, {
      agent: new Agent({ ca: authorityPem(), servername: "testhall.local" }),
    });
    const first = await new Promise<Buffer>((resolve, reject) => {
      socket.once("message", (data: Buffer) => resolve(data));
      socket.once("error", reject);
    });
    expect(first.length).toBeGreaterThan(50);
    socket.terminate();
    nonsense.destroy();
  });
});

describe("[RELAY-125] the address for phones", () => {
  const outside = localAddresses().v4[0];
  const askedAs = async (host: string, from: TestRelay): Promise<string> => {
    const info = await new Promise<string>((resolve, reject) => {
      const asking = { host: "127.0.0.1", port: from.port, path: discoveryPath, headers: { host } };
      // Without an agent the connection ends with the answer, so that closing the relay waits for nothing.
      const sent = httpRequest({ ...asking, agent: false });
      sent.on("response", (answer) => answer.on("data", (part: Buffer) => resolve(part.toString())));
      sent.on("error", reject);
      sent.end();
    });
    return must(parseRelayInfo(JSON.parse(info))).origin;
  };
  const open = (environment: Readonly<Record<string, string>>): Promise<TestRelay> =>
    startTestRelay({ certificate }, { HOST: "::", ...environment });

  test("asked as localhost the relay names its address for others, asked otherwise the one used", async () => {
    const named = await open({ EVENTKIT_LOCAL_NAME: "testhall" });
    expect(await askedAs(`localhost:${named.port}`, named)).toBe(`https://testhall.local:${named.port}`);
    expect(await askedAs(`192.168.7.7:${named.port}`, named)).toBe(`http://192.168.7.7:${named.port}`);
    await named.close();
    const inside = await open({ HOST: "127.0.0.1" });
    expect(await askedAs(`localhost:${inside.port}`, inside)).toBe(`http://localhost:${inside.port}`);
    await inside.close();
    const known = await open({ PUBLIC_ORIGIN: "https://kit.example.org" });
    expect(await askedAs(`localhost:${known.port}`, known)).toBe("https://kit.example.org");
    await known.close();
  });

  test.runIf(outside !== undefined)("is a number where nobody answers for a name", async () => {
    const unnamed = await open({ EVENTKIT_LOCAL_NAME: "" });
    const byNumber = `https://${String(outside)}:${unnamed.port}`;
    expect(await askedAs(`localhost:${unnamed.port}`, unnamed)).toBe(byNumber);
    const trust = await fetch(`http://127.0.0.1:${unnamed.port}/trust`, { headers: { connection: "close" } });
    const page = await trust.text();
    expect(page).toContain(byNumber);
    expect(page).not.toContain(".local");
    await unnamed.close();
  });
});

describe("[RELAY-121] the authority", () => {
  const verifies = (servername: string, authority: Uint8Array): Promise<string> =>
    new Promise((resolve) => {
      const ca = new X509Certificate(authority).toString();
      const socket = connect({ host: "127.0.0.1", port: relay.port, ca, servername }, () => {
        resolve("trusted");
        socket.destroy();
      });
      socket.on("error", (problem: NodeJS.ErrnoException) => resolve(problem.code ?? problem.message));
    });

  test("is trusted for this machine's names once it is known, and for nothing before", async () => {
    expect(await verifies("testhall.local", certificate.authority)).toBe("trusted");
    const other = await loadLocalCertificate(join(await temporaryFolder(), "tls"), names, {
      clock: { now: () => Date.now() },
    });
    expect(await verifies("testhall.local", other.authority)).not.toBe("trusted");
    expect(await verifies("bank.example", certificate.authority)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test("may vouch for local names and private addresses only", () => {
    const text = Buffer.from(certificate.authority).toString("latin1");
    expect(text).toContain("testhall.local");
    // 2.5.29.30, marked critical.
    expect(Buffer.from(certificate.authority).includes(Buffer.from("0603551d1e0101ff", "hex"))).toBe(true);
  });

  test("stays the same over restarts; the certificate is renewed before it ends and when a name is added", async () => {
    const load = (more: readonly string[], at: number) =>
      loadLocalCertificate(tlsFolder, [...names, ...more], { clock: { now: () => at } });
    expect(await load([], Date.now())).toEqual(certificate);
    const later = await load([], Date.now() + 380 * day);
    expect(later.authority).toEqual(certificate.authority);
    expect(later.chain).not.toBe(certificate.chain);
    const moved = await load(["10.0.0.9"], Date.now() + 380 * day);
    expect(moved.authority).toEqual(certificate.authority);
    expect(new X509Certificate(moved.chain).subjectAltName).toContain("10.0.0.9");
    // A name beyond the local network needs another authority, because this one may not vouch for it.
    expect((await load(["kit.example.org"], Date.now())).authority).not.toEqual(certificate.authority);
  });

  test("keeps its keys to itself", async () => {
    expect((await stat(join(tlsFolder, "authority.key.pem"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(tlsFolder, "local.key.pem"))).mode & 0o777).toBe(0o600);
  });
});

describe("[RELAY-122] in Chromium", () => {
  const open = async (args: readonly string[]) => {
    const executablePath = findChromium();
    return chromium.launchPersistentContext(await temporaryFolder(), {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...chromiumArgs(), "--host-resolver-rules=MAP testhall.local 127.0.0.1", ...args],
    });
  };

  test("not trusted: the app does not load over https, plain http leads to the certificate and the steps", async () => {
    const browser = await open([]);
    const page = await browser.newPage();
    await expect(page.goto(`https://testhall.local:${relay.port}/`)).rejects.toThrow(
      "ERR_CERT_AUTHORITY_INVALID",
    );
    await page.close();
    const other = await browser.newPage();
    await other.goto(`http://testhall.local:${relay.port}/`);
    expect(new URL(other.url()).pathname).toBe("/trust");
    expect(await other.evaluate(() => window.isSecureContext)).toBe(false);
    expect(await other.getByRole("link", { name: "Get the certificate" }).getAttribute("href")).toBe(
      "/trust/eventkit-ca.crt",
    );
    await browser.close();
  });

  test("trusted: a secure origin under a name, where the service worker registers", async () => {
    const leaf = new X509Certificate(certificate.chain);
    const spki = createHash("sha256")
      .update(leaf.publicKey.export({ type: "spki", format: "der" }))
      .digest("base64");
    const browser = await open([`--ignore-certificate-errors-spki-list=${spki}`]);
    const page = await browser.newPage();
    await page.goto(`https://testhall.local:${relay.port}/`);
    expect(await page.title()).toBe("EventKit app");
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
    // This page has no script of its own; the policy wants the address of a worker to be vouched for.
    const registered: unknown = await page.evaluate(`(async () => {
      const policy = trustedTypes.createPolicy("app", { createScriptURL: (address) => address });
      const registration = await navigator.serviceWorker.register(policy.createScriptURL("/sw.js"));
      return registration.scope;
    })()`);
    expect(registered).toBe(`https://testhall.local:${relay.port}/`);
    await browser.close();
  });
});
