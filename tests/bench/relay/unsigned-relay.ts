/**
 * The relay's own engine, log and sockets without the cost of signatures: takes every tip as valid and leaves receipts
 * unsigned. Only for measuring what log and fan-out can carry; built beside the relay, never part of it.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createRelay } from "#relay/app";
import { configFromEnvironment } from "#relay/config";
import { listStaticFiles } from "#relay/http/static-files";
import { createNodeCrypto } from "#relay/node-crypto";
import { createLog } from "#relay/observability/log";
import { systemClock, systemRandom, systemTimers } from "#relay/platform";
import { relaySigner } from "#relay/relay-key";
import { openThreadedStore, startBuiltWorker } from "#relay/storage/threaded-store";
import { must } from "#shared/kernel/result";
import { tags } from "#shared/protocol/tags";

const startsWith = (message: Uint8Array, tag: Uint8Array): boolean =>
  tag.every((byte, i) => message[i] === byte);

const config = must(configFromEnvironment(process.env));
const crypto = createNodeCrypto();
const signer = relaySigner(randomBytes(32));
const log = createLog("info", systemClock, (line) => void process.stderr.write(`${line}\n`));
const unsigned = new Uint8Array(64);

const relay = await createRelay(config, {
  store: must(
    await openThreadedStore(join(config.dataFolder, "log.sqlite"), {
      startWorker: startBuiltWorker,
      onLost: () => process.exit(1),
    }),
  ),
  blobs: join(config.dataFolder, "blobs"),
  key: {
    publicKey: signer.publicKey,
    sign: (message) => (startsWith(message, tags.rcp) ? Promise.resolve(unsigned) : signer.sign(message)),
  },
  crypto: {
    ...crypto,
    verifier: {
      ...crypto.verifier,
      verify: (key, message, signature) =>
        startsWith(message, tags.tip)
          ? Promise.resolve(true)
          : crypto.verifier.verify(key, message, signature),
    },
  },
  files: await listStaticFiles(join(config.dataFolder, "no-client")),
  certificate: null,
  clock: systemClock,
  timers: systemTimers,
  random: systemRandom,
  log,
});
process.on("SIGTERM", () => void relay.close().then(() => process.exit(0)));
log.info("relay.started", { port: relay.port });
