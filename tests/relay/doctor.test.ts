/** What doctor looks at, broken one by one: each is named, with what to do. */
import { spawnSync } from "node:child_process";
import { utimes, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "#relay/commands/doctor";
import { describeFindings, examine } from "#relay/commands/doctor";
import { loadLocalCertificate } from "#relay/tls/local-authority";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { operate } from "#tests/support/operator-command";
import { temporaryFolder, testConfig } from "#tests/support/relay-process";

const dayMs = 86_400_000;
const gigabyte = 2 ** 30;
const soundMachine: Machine = {
  space: async () => ({ free: 50 * gigabyte, whole: 100 * gigabyte }),
  openFiles: () => 65_536,
};
let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("doctor");
}, 120_000);
afterAll(() => built.remove());

interface Circumstances {
  readonly folder?: string;
  readonly machine?: Partial<Machine>;
  readonly now?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

const ask = async ({
  folder,
  machine = {},
  now = Date.now(),
  settings = {},
}: Circumstances): Promise<string> => {
  const config = testConfig(folder ?? (await temporaryFolder()), settings);
  return describeFindings(await examine(config, { now: () => now }, { ...soundMachine, ...machine }));
};

test("[RELAY-208] a disk with little room, and one with next to none", async () => {
  expect(await ask({})).toMatch(/ok +disk +50\.0 GB free\./);
  const short = { space: async () => ({ free: 5 * gigabyte, whole: 100 * gigabyte }) };
  expect(await ask({ machine: short })).toMatch(/attention +disk +5\.0 GB free, less than a tenth/);
  const full = { space: async () => ({ free: gigabyte / 2, whole: gigabyte }) };
  expect(await ask({ machine: full })).toMatch(/PROBLEM +disk +0\.5 GB free\. A full disk stops every write/);
});

test("[RELAY-208] a database written in the future: the clock was wrong then or is now", async () => {
  const folder = await temporaryFolder();
  const relay = spawnRelay(built, folder);
  await relay.started;
  await stop(relay);
  expect(await ask({ folder })).toMatch(/ok +clock +20/);
  const later = new Date(Date.now() + 3_600_000);
  await utimes(join(folder, "relay.db"), later, later);
  expect(await ask({ folder })).toMatch(
    /PROBLEM +clock +The database was written in the future: set the clock/,
  );
});

test("[RELAY-208] what relays say to each other, where strangers could read it", async () => {
  const several = (address: string): Promise<string> =>
    ask({
      settings: {
        EVENTKIT_NODE_ADDRESS: address,
        EVENTKIT_DATABASE: "postgres://eventkit@127.0.0.1/eventkit",
        EVENTKIT_BLOBS: "/srv/eventkit-files",
      },
    });
  for (const own of ["http://10.0.0.5:8788", "http://localhost:8788", "http://[fd00::5]:8788"])
    expect(await several(own)).toMatch(/ok +other relays +.* is on a network of your own/);
  for (const open of ["http://203.0.113.5:8788", "http://[2001:db8::5]:8788"])
    expect(await several(open)).toMatch(
      /PROBLEM +other relays +.* is on no private network, and .* is not encrypted\. Let EVENTKIT_NODE_ADDRESS/,
    );
  expect(await several("http://relay.invalid:8788")).toMatch(
    /PROBLEM +other relays +relay\.invalid is not found/,
  );
  expect(await ask({})).not.toContain("other relays");
});

test("[RELAY-208] pages that may connect from where no device gets in", async () => {
  const page = "https://kit.example.org";
  expect(await ask({ settings: { EVENTKIT_ALLOWED_ORIGINS: page } })).toMatch(
    /attention +further pages +Pages of https:\/\/kit\.example\.org may connect, but no device gets in .* add it to PUBLIC_ORIGIN/,
  );
  const local = { EVENTKIT_ALLOWED_ORIGINS: "http://localhost:8787", PORT: "8787" };
  const named = { EVENTKIT_ALLOWED_ORIGINS: page, PUBLIC_ORIGIN: `http://localhost:1, ${page}` };
  for (const settings of [{}, local, named]) expect(await ask({ settings })).not.toContain("further pages");
  // A relay in a hall is there for the pages of the company's own relay.
  expect(await ask({ settings: { EVENTKIT_ALLOWED_ORIGINS: page, EVENTKIT_HALL: "on" } })).toMatch(
    /ok +further pages/,
  );
});

test("[RELAY-208] few descriptors, as the process itself finds them", async () => {
  expect(await ask({ machine: { openFiles: () => Number.POSITIVE_INFINITY } })).toMatch(
    /ok +open files +This system/,
  );
  const words = [
    "-c",
    'ulimit -n 1000 && exec "$0" "$@"',
    process.execPath,
    join(built.folder, "main.js"),
    "doctor",
  ];
  const env = { PATH: process.env["PATH"], EVENTKIT_DATA: await temporaryFolder(), EVENTKIT_TLS: "off" };
  const { stdout } = spawnSync("sh", words, { env, encoding: "utf8" });
  expect(stdout).toMatch(/attention +open files +At most 1000; every device needs one/);
});

describe("[RELAY-208] the relay's own certificate", () => {
  test("that ends soon, has ended, or is for another name", async () => {
    const folder = await temporaryFolder();
    const settings = { EVENTKIT_TLS: "local" };
    await loadLocalCertificate(join(folder, "tls"), ["testhall.local", "localhost"], {
      clock: { now: Date.now },
    });
    expect(await ask({ folder, settings })).toMatch(/ok +certificate +Good for another 39\d days/);
    const soon = { folder, settings, now: Date.now() + 380 * dayMs };
    expect(await ask(soon)).toMatch(/attention +certificate +Good for another 1\d days.*Restart the relay/);
    const late = { folder, settings, now: Date.now() + 400 * dayMs };
    expect(await ask(late)).toMatch(/PROBLEM +certificate +It has expired\. Restart the relay/);
    const renamed = { ...settings, EVENTKIT_LOCAL_NAME: "otherhall" };
    expect(await ask({ folder, settings: renamed })).toMatch(
      /PROBLEM +certificate +It is not for otherhall\.local.*Restart the relay/,
    );
  });
});

interface Front {
  readonly origin: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface FrontOptions {
  readonly name?: string;
  readonly days?: number;
  /** Headers the proxy sets; null: it passes bytes and sets nothing. */
  readonly headers: ((claimed: string) => Readonly<Record<string, string>>) | null;
}

const certificateFor = async (name: string, days: number) => {
  x509.cryptoProvider.set(crypto);
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 40 * dayMs),
    notAfter: new Date(Date.now() + days * dayMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    cert: certificate.toString("pem"),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
};

/** A proxy with TLS in front of the relay at the port, as well or badly set up as the test wants it. */
const startFront = async (
  relayPort: () => number,
  options: FrontOptions,
): Promise<Front & { readonly ca: string }> => {
  const { key, cert } = await certificateFor(options.name ?? "localhost", options.days ?? 90);
  const { headers } = options;
  const plain = createHttpServer((asked, answer) => {
    const claimed = String(asked.headers["x-forwarded-for"] ?? "");
    const passed = { ...asked.headers, ...headers?.(claimed) };
    const { url = "/", method = "GET" } = asked;
    asked.pipe(
      request({ host: "127.0.0.1", port: relayPort(), path: url, method, headers: passed }, (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      }),
    );
  });
  const server = createTlsServer({ key, cert }, (socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (first: Buffer) => {
      socket.unshift(first);
      if (headers !== null && !first.includes("Upgrade")) return void plain.emit("connection", socket);
      const relay = connect(relayPort(), "127.0.0.1");
      relay.on("error", () => socket.destroy());
      socket.pipe(relay).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return {
    ca: cert,
    port,
    origin: `https://localhost:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const stop = async (relay: RelayProcess): Promise<void> => {
  relay.kill("SIGTERM");
  await relay.ended;
};

/** What doctor says with a relay behind such a front. */
const askThrough = async (options: FrontOptions): Promise<string> => {
  let relayPort = 0;
  const front = await startFront(() => relayPort, options);
  const folder = await temporaryFolder();
  const ca = join(folder, "front.pem");
  await writeFile(ca, front.ca);
  const data = join(folder, "data");
  const settings = { PUBLIC_ORIGIN: front.origin, EVENTKIT_TRUSTED_PROXIES: "127.0.0.1" };
  const relay = spawnRelay(built, data, settings);
  relayPort = (await relay.started).port;
  const { output } = await operate(built, data, ["doctor"], { ...settings, NODE_EXTRA_CA_CERTS: ca });
  await stop(relay);
  await front.close();
  return output;
};

const good = (): Record<string, string> => ({ "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https" });

describe("[RELAY-208] the way through a proxy", () => {
  test("as it should be", async () => {
    const output = await askThrough({ headers: good });
    expect(output).toMatch(/ok +tls +Its certificate is good for another 89 days/);
    expect(output).toMatch(/ok +proxy +Headers of 127\.0\.0\.1 are believed/);
    expect(output).toMatch(/ok +sockets +Sockets come through/);
  });

  test("a certificate that ends soon, has ended, or is for another name", async () => {
    expect(await askThrough({ headers: good, days: 5 })).toMatch(
      /attention +tls +Its certificate ends in 4 days\. Is it being renewed/,
    );
    expect(await askThrough({ headers: good, days: -2 })).toMatch(
      /PROBLEM +public origin +.*: its certificate has expired\. Renew it/,
    );
    expect(await askThrough({ headers: good, name: "other.example" })).toMatch(
      /PROBLEM +public origin +.*: its certificate is for another name/,
    );
  });

  test("a proxy that does not say that visitors come over https", async () => {
    const wanted = /PROBLEM +proxy +The relay does not hear from the proxy that visitors come over https/;
    expect(await askThrough({ headers: null })).toMatch(
      /PROBLEM +proxy +The proxy passes on whatever address/,
    );
    expect(await askThrough({ headers: () => ({ "x-forwarded-for": "127.0.0.1" }) })).toMatch(wanted);
  });

  test("a proxy that passes on any address a visitor claims", async () => {
    const headers: FrontOptions["headers"] = (claimed) => ({
      "x-forwarded-for": claimed,
      "x-forwarded-proto": "https",
    });
    expect(await askThrough({ headers })).toMatch(/PROBLEM +proxy +The proxy passes on whatever address/);
  });
});
