import { join } from "node:path";
import { expect, test } from "vitest";
import { systemTimers } from "#relay/platform";
import { createBlobBucket } from "#relay/storage/blob-bucket";
import { createBlobFolder } from "#relay/storage/blob-folder";
import { startBucketServer } from "#tests/support/bucket-server";
import { temporaryFolder } from "#tests/support/relay-process";
import { describeBlobStore } from "./blob-store";

describeBlobStore("a folder", async () => ({
  store: createBlobFolder(join(await temporaryFolder(), "blobs")),
  close: () => Promise.resolve(),
}));

describeBlobStore("a bucket", async () => {
  const server = await startBucketServer();
  return { store: createBlobBucket(server.place, systemTimers), close: server.close };
});

describeBlobStore("a bucket shared with others", async () => {
  const server = await startBucketServer();
  return {
    store: createBlobBucket({ ...server.place, prefix: "eventkit/files/" }, systemTimers),
    close: server.close,
  };
});

test("[RELAY-221] a bucket that does not know this relay, or is not there, is a failure and not an empty one", async () => {
  const server = await startBucketServer();
  const address = { company: 1, doc: new Uint8Array(16), hash: new Uint8Array(32) };
  for (const wrong of [{ accessKey: "stranger" }, { secretKey: "guessed" }, { region: "eu-central-1" }]) {
    const stranger = createBlobBucket({ ...server.place, ...wrong }, systemTimers);
    await expect(stranger.find(address)).rejects.toThrow("403");
  }
  const elsewhere = createBlobBucket({ ...server.place, bucket: "not-there" }, systemTimers);
  const list = async (): Promise<void> => {
    for await (const each of elsewhere.list(1)) throw new Error(`found ${each.bytes}`);
  };
  await expect(list()).rejects.toThrow("list of objects");
  await server.close();
  await expect(createBlobBucket(server.place, systemTimers).find(address)).rejects.toThrow();
});
