/** Requests made to confuse: paths, headers, origins, sizes, bombs. Each is answered with a refusal or not at all. */
import { gzipSync } from "node:zlib";
import { companiesPath } from "#shared/protocol/enrolment";
import type { Assault, Prey } from "./prey";
import { conclude } from "./prey";
import { askRaw, clientFrame, requestText, upgradeText } from "./raw-socket";

const climbs = ["..", "%2e%2e", "%2E%2e", "..%2f", "..%5c", "%252e%252e", "..;", ".%00."];
const goals = ["etc/passwd", "relay.key", "relay.db", "main.js", "package.json"];
const bases = ["/", "/assets/", "/blobs/", "/A/", "/operator/", "/api/v1/companies/", "/.well-known/", "//"];

/** Everything somebody tries in a path. Nothing of them may ever come from the disk. */
export const trickyPaths = (): readonly string[] => [
  ...bases.flatMap((base) =>
    climbs.flatMap((climb) => goals.map((goal) => `${base}${`${climb}/`.repeat(4)}${goal}`)),
  ),
  ...[
    "/%",
    "/%zz",
    "/%00",
    "/%ff%fe",
    "/\u0000",
    "/a\u007fb",
    "/?%",
    "/#",
    "/api/v1/roots/%00",
    "/api/v1/roots/%zz",
  ],
  ...[
    "*",
    "http://evil.example/relay.key",
    "//evil.example/",
    "/\\evil.example",
    "evil.example:80",
    "relay.key",
  ],
  ...["/assets/__proto__", "/__proto__", "/constructor", "/assets/constructor", "/A/constructor/__proto__"],
  `/${"a".repeat(12_000)}`,
  `/${"a/".repeat(5_000)}`,
  `/A/${"%41".repeat(3_000)}`,
  `/blobs/${"A".repeat(22)}/${"A".repeat(43)}`,
  `/blobs/${"A".repeat(22)}/..%2f..%2frelay.key`,
  `/api/v1/companies/${"..%2f".repeat(8)}log`,
  `/api/v1/companies/${"A".repeat(43)}/joins/..%2f..`,
];

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "QUERY"];

/** Words that lie in the files somebody is after. */
const spoils = [/root:x?:0:/, /SQLite format 3/, /"private": ?true/, /configFromEnvironment/];

export const attackPaths = async (prey: Prey, share: number): Promise<Assault> => {
  const paths = trickyPaths();
  const wrong: string[] = [];
  let attempts = 0;
  for (const path of paths) {
    for (const method of methods.slice(0, Math.max(1, Math.round(share * methods.length)))) {
      attempts += 1;
      const { status, text, isOver } = await askRaw(prey.port, requestText(`${method} ${path} HTTP/1.1`));
      const what = `${method} ${path.slice(0, 60)}`;
      if (!isOver) wrong.push(`${what}: not ended`);
      if (status !== null && status >= 500) wrong.push(`${what}: ${status}`);
      if (spoils.some((spoil) => spoil.test(text))) wrong.push(`${what}: a file of the machine`);
    }
  }
  return conclude(prey, { name: "path tricks", attempts, wrong });
};

interface Refused {
  readonly what: string;
  readonly bytes: string | Buffer;
  /** Statuses that refuse it; null where the connection may end without an answer. */
  readonly as: readonly (number | null)[];
}

const oddHeaders: readonly Refused[] = [
  {
    what: "a header of a megabyte",
    bytes: requestText("GET / HTTP/1.1", [`X-A: ${"a".repeat(1_000_000)}`]),
    as: [431, null],
  },
  {
    what: "five thousand headers",
    bytes: requestText(
      "GET / HTTP/1.1",
      Array.from({ length: 5_000 }, (_, i) => `X-${i}: ${i}`),
    ),
    as: [431, null],
  },
  {
    what: "a cookie of 100 kB",
    bytes: requestText("GET / HTTP/1.1", [`Cookie: a=${"b".repeat(100_000)}`]),
    as: [431, null],
  },
  {
    what: "two lengths",
    bytes: requestText("POST /api/v1/companies HTTP/1.1", ["Content-Length: 1", "Content-Length: 2"]),
    as: [400],
  },
  {
    what: "a length and parts",
    bytes: requestText("POST /api/v1/companies HTTP/1.1", [
      "Content-Length: 5",
      "Transfer-Encoding: chunked",
    ]),
    as: [400],
  },
  {
    what: "a negative length",
    bytes: requestText("POST /api/v1/companies HTTP/1.1", ["Content-Length: -1"]),
    as: [400],
  },
  {
    what: "a length beyond numbers",
    bytes: requestText("POST /api/v1/companies HTTP/1.1", [`Content-Length: ${"9".repeat(40)}`]),
    as: [400, 413],
  },
  { what: "a line folded", bytes: "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n", as: [400] },
  { what: "no host", bytes: "GET /.well-known/eventkit HTTP/1.1\r\nConnection: close\r\n\r\n", as: [400] },
  { what: "two hosts", bytes: requestText("GET / HTTP/1.1", ["Host: other.example"]), as: [400, 404, 200] },
  {
    what: "a host that is none",
    bytes: requestText("GET /.well-known/eventkit HTTP/1.1", [], { host: "a b/c?d@e" }),
    as: [400],
  },
  { what: "version 9", bytes: requestText("GET / HTTP/9.9"), as: [400, 505, null] },
  { what: "another protocol", bytes: "EHLO evil.example\r\n", as: [400, null] },
  { what: "bytes of no protocol", bytes: Buffer.alloc(10_000, 0xfe), as: [400, null] },
  { what: "HTTP/2 without asking", bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", as: [400, 505, null] },
  {
    what: "an upgrade to something else",
    bytes: requestText("GET /sync HTTP/1.1").replace("close", "Upgrade\r\nUpgrade: h2c"),
    as: [400, 426],
  },
];

const wrongOrigins = [
  ...["https://evil.example", "null", "", "http://localhost.evil.example", "https://localhost:1", "file://"],
  ...[
    "http://127.0.0.1",
    "http://LOCALHOST",
    "javascript:alert(1)",
    "http://localhost:0",
    " http://localhost",
  ],
  ...["http://localhost, https://evil.example", "\u0001", "http://[::1", "a".repeat(8_000)],
];

const gzippedGigabyte = (): Buffer => gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });

const oversize = (): readonly Refused[] => {
  const bomb = gzippedGigabyte();
  const claim = (path: string, bytes: number): string =>
    requestText(`POST ${path} HTTP/1.1`, [`Content-Length: ${bytes}`]);
  const joins = `${companiesPath}/${"A".repeat(43)}/joins`;
  return [
    { what: "a company of 2 GB, announced", bytes: claim(companiesPath, 2 ** 31), as: [413] },
    { what: "a request to join of 1 MB, announced", bytes: claim(joins, 1_000_000), as: [413] },
    {
      what: "a request to join of 1 MB in parts",
      bytes: Buffer.concat([
        Buffer.from(requestText(`POST ${joins} HTTP/1.1`, ["Transfer-Encoding: chunked"])),
        Buffer.from(`100000\r\n`),
        Buffer.alloc(2 ** 20),
        Buffer.from("\r\n0\r\n\r\n"),
      ]),
      as: [413, 404, null],
    },
    { what: "a token of 1 MB", bytes: claim("/operator", 1_000_000), as: [413, 403] },
    {
      what: "a body that unpacks to 64 MB",
      bytes: Buffer.concat([
        Buffer.from(
          requestText(`POST ${companiesPath} HTTP/1.1`, [
            "Content-Encoding: gzip",
            `Content-Length: ${bomb.length}`,
          ]),
        ),
        bomb,
      ]),
      as: [400, 413],
    },
    {
      what: "a file without a proof",
      bytes: requestText(`PUT /blobs/${"A".repeat(22)}/${"A".repeat(43)} HTTP/1.1`, [
        "Content-Length: 99999999999",
      ]),
      as: [403, 413, 400],
    },
    {
      what: "a proof of 12 kB",
      bytes: requestText(`GET /blobs/${"A".repeat(22)}/${"A".repeat(43)} HTTP/1.1`, [
        `Authorization: ${"A".repeat(12_000)}`,
      ]),
      as: [403],
    },
  ];
};

/** What a relay answers a frame with that ends the socket: the number of the close code. */
const closeCodeIn = (text: string): number | null => {
  const bytes = Buffer.from(text, "latin1");
  const at = bytes.lastIndexOf(0x88);
  return at < 0 || at + 4 > bytes.length ? null : bytes.readUInt16BE(at + 2);
};

const brokenFrames: readonly {
  readonly what: string;
  readonly bytes: Buffer;
  readonly as: readonly number[];
}[] = [
  { what: "compressed without asking", bytes: clientFrame(new Uint8Array(10), { first: 0xc2 }), as: [1002] },
  { what: "an unknown kind", bytes: clientFrame(new Uint8Array(10), { first: 0x83 }), as: [1002] },
  { what: "a part of nothing", bytes: clientFrame(new Uint8Array(10), { first: 0x80 }), as: [1002] },
  { what: "without a mask", bytes: Buffer.from([0x82, 1, 0]), as: [1002] },
  { what: "a ping of 200 bytes", bytes: clientFrame(new Uint8Array(200), { first: 0x89 }), as: [1002] },
  {
    what: "text that is no text",
    bytes: clientFrame(Uint8Array.of(0xff, 0xfe), { first: 0x81 }),
    as: [1007],
  },
  { what: "a length of 2^53", bytes: clientFrame(new Uint8Array(10), { claims: 2 ** 53 }), as: [1009] },
  { what: "17 MB announced", bytes: clientFrame(new Uint8Array(10), { claims: 17 * 2 ** 20 }), as: [1009] },
  { what: "a Hello of 9 kB", bytes: clientFrame(new Uint8Array(9_000)), as: [4001] },
];

/** Headers, origins, lengths and bodies; every one has to be refused as the table says. */
export const attackRequests = async (prey: Prey): Promise<Assault> => {
  const wrong: string[] = [];
  let attempts = 0;
  for (const { what, bytes, as } of [...oddHeaders, ...oversize()]) {
    attempts += 1;
    const { status } = await askRaw(prey.port, bytes);
    if (!as.includes(status)) wrong.push(`${what}: ${String(status)}`);
  }
  for (const origin of wrongOrigins) {
    attempts += 1;
    const { status } = await askRaw(prey.port, upgradeText([`Origin: ${origin}`]));
    if (status === 101) wrong.push(`a socket for the origin ${origin.slice(0, 40)}`);
  }
  for (const { what, bytes, as } of brokenFrames) {
    attempts += 1;
    const { text } = await askRaw(prey.port, Buffer.concat([Buffer.from(upgradeText()), bytes]));
    const code = closeCodeIn(text);
    if (code === null || !as.includes(code)) wrong.push(`${what}: closed with ${String(code)}`);
  }
  return conclude(prey, { name: "headers, origins, sizes and bombs", attempts, wrong });
};
