/**
 * `node scripts/try-proxies.mjs`: the recipes of deploy/ with the real servers. Caddy and nginx have to be installed
 * (CADDY_BIN and NGINX_BIN name others). Each stands in front of a relay, and `doctor` goes through it: name,
 * certificate, sockets; then a file of 20 MB. The recipes for several relays stand in front of two, of which one is killed.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildRelay } from "./build-relay.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "eventkit-proxies-"));
const relayPort = 8963;
const secondPort = 8966;
const origin = (port) => `https://localhost:${port}`;
const recipe = (name) =>
  readFileSync(join(root, "deploy", name), "utf8")
    .replaceAll("127.0.0.1:8787", `127.0.0.1:${relayPort}`)
    .replaceAll("10.0.0.5:8787", `127.0.0.1:${relayPort}`)
    .replaceAll("10.0.0.6:8787", `127.0.0.1:${secondPort}`);

const started = (child, pattern) =>
  new Promise((resolve, reject) => {
    let text = "";
    const read = (data) => {
      text += data.toString();
      if (pattern.test(text)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("close", () => reject(new Error(text)));
  });

/** Asks until it answers: a proxy says nothing when it is ready. */
const ready = async (port, ca) => {
  for (let tries = 0; tries < 100; tries++) {
    const status = await ask(port, ca(), "GET", "/healthz").catch(() => 0);
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${origin(port)}`);
};

const ask = (port, ca, method, path, body) =>
  new Promise((resolve, reject) => {
    const headers = { "X-Forwarded-For": "127.0.0.1", ...(body && { "Content-Length": body.length }) };
    // A connection of its own each time, as another visitor would have.
    const asked = request({ host: "localhost", port, ca, method, path, headers, agent: false }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode));
    });
    asked.on("error", reject);
    // What is still being written when the relay has refused.
    asked.on("socket", (socket) => socket.on("error", reject));
    asked.end(body);
  });

const dataFolder = (proxyPort, ownPort) => join(folder, `data-${proxyPort}-${ownPort}`);

const startRelay = async (port, ownPort = relayPort) => {
  const environment = {
    ...{ PATH: process.env.PATH, HOST: "127.0.0.1", PORT: String(ownPort), EVENTKIT_TLS: "off" },
    ...{ EVENTKIT_MDNS: "off", EVENTKIT_TRUSTED_PROXIES: "127.0.0.1", PUBLIC_ORIGIN: origin(port) },
    EVENTKIT_DATA: dataFolder(port, ownPort),
  };
  const relay = spawn(process.execPath, [join(root, "dist/relay-for-proxies/main.js")], { env: environment });
  await started(relay, /relay\.started/);
  return { relay, environment };
};

const end = async (child, signal = "SIGTERM") => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await new Promise((resolve) => child.once("close", resolve));
};

const askDoctor = (name, environment, ca) => {
  const caFile = join(folder, `${name}.pem`);
  writeFileSync(caFile, ca());
  const doctor = spawnSync(process.execPath, [join(root, "dist/relay-for-proxies/main.js"), "doctor"], {
    env: { ...environment, NODE_EXTRA_CA_CERTS: caFile },
    encoding: "utf8",
  });
  console.log(`\n${name}\n${doctor.stdout}`);
  const wanted = ["leads here", "Sockets come through", "Its certificate", "are believed"];
  const missing = wanted.filter((words) => !doctor.stdout.includes(words));
  if (missing.length > 0) throw new Error(`${name}: ${missing.join(", ")}`);
};

const examine = async (name, port, ca, startProxy) => {
  const { relay, environment } = await startRelay(port);
  const proxy = startProxy();
  try {
    await ready(port, ca);
    askDoctor(name, environment, ca);
    // Without a proof the relay refuses it before all of it has come; a proxy that is too strict says 413.
    const upload = await ask(port, ca(), "PUT", "/blobs/x/y", Buffer.alloc(20_000_000)).catch(() => 403);
    if (upload === 413) throw new Error(`${name}: a large file is answered with ${upload}`);
  } finally {
    for (const child of [proxy, relay]) await end(child);
  }
};

/** Every one of these is answered, whatever happened to a relay a moment ago. */
const answersAll = async (name, port, ca, times) => {
  for (let i = 0; i < times; i++) {
    const status = await ask(port, ca(), "GET", "/readyz").catch((problem) => problem.message);
    if (status !== 200) throw new Error(`${name}: request ${i} is answered with ${status}`);
  }
};

/** Two relays of one key. What they store does not matter to a load balancer, so each has a log of its own. */
const examineSeveral = async (name, port, ca, startProxy) => {
  const first = await startRelay(port);
  mkdirSync(dataFolder(port, secondPort), { recursive: true, mode: 0o700 });
  copyFileSync(
    join(dataFolder(port, relayPort), "relay.key"),
    join(dataFolder(port, secondPort), "relay.key"),
  );
  const second = await startRelay(port, secondPort);
  const proxy = startProxy();
  const running = [first.relay, second.relay];
  try {
    await ready(port, ca);
    await answersAll(name, port, ca, 20);
    for (const [child, ownPort, signal] of [
      [first.relay, relayPort, "SIGKILL"],
      [second.relay, secondPort, "SIGTERM"],
    ]) {
      await end(child, signal);
      await answersAll(name, port, ca, 20);
      askDoctor(`${name}, without the relay at ${ownPort}`, first.environment, ca);
      const again = await startRelay(port, ownPort);
      running.push(again.relay);
      // Longer than any of the recipes takes a relay for gone.
      await new Promise((resolve) => setTimeout(resolve, 6_000));
    }
    await answersAll(name, port, ca, 20);
  } finally {
    for (const child of [proxy, ...running]) await end(child);
  }
};

const tryCaddy = (name = "Caddyfile", look = examine) => {
  const port = 8964;
  const file = join(folder, "Caddyfile");
  const site = recipe(name).replace("kit.example.org {", `${origin(port)} {\n\ttls internal`);
  const options = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n";
  writeFileSync(file, options + site);
  const home = { XDG_DATA_HOME: join(folder, "caddy"), XDG_CONFIG_HOME: join(folder, "caddy"), HOME: folder };
  const ca = () => readFileSync(join(folder, "caddy/caddy/pki/authorities/local/root.crt"), "utf8");
  return look(name, port, safely(ca), () =>
    spawn(process.env.CADDY_BIN ?? "caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
      env: { PATH: process.env.PATH, ...home },
      stdio: "ignore",
    }),
  );
};

const tryNginx = (name = "nginx.conf", look = examine) => {
  const port = 8965;
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "30",
  ];
  execFileSync("openssl", [...made, "-keyout", key, "-out", certificate, ...subject], { stdio: "ignore" });
  const site = recipe(name)
    .replace(/server \{\n {4}listen 80;[\s\S]*$/, "")
    .replaceAll("443", String(port))
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replace(/ssl_certificate {5}.*;/, `ssl_certificate ${certificate};`);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (each) => `${each}_temp_path ${join(folder, each)};`,
  );
  const file = join(folder, "nginx.conf");
  const top = `daemon off; pid ${join(folder, "nginx.pid")}; error_log stderr; events {}`;
  writeFileSync(file, `${top}\nhttp {\naccess_log off;\n${paths.join("\n")}\n${site}\n}\n`);
  const ca = () => readFileSync(certificate, "utf8");
  return look(name, port, ca, () =>
    spawn(process.env.NGINX_BIN ?? "nginx", ["-c", file, "-p", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    }),
  );
};

/** Caddy makes its authority on its first start. */
const safely = (read) => () => {
  try {
    return read();
  } catch {
    return "";
  }
};

await buildRelay(join(root, "dist/relay-for-proxies"));
try {
  await tryCaddy();
  await tryNginx();
  await tryCaddy("Caddyfile.several", examineSeveral);
  await tryNginx("nginx.several.conf", examineSeveral);
  console.log("All recipes work.");
} finally {
  for (const each of [folder, join(root, "dist/relay-for-proxies")])
    rmSync(each, { recursive: true, force: true });
}
