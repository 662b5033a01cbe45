/** A real S3-compatible server of the test's own, which knows buckets, objects, lists and keys by name (it takes any signature of a known key). */
import S3rver from "s3rver";
import type { BucketPlace } from "#relay/storage/blob-bucket";
import { temporaryFolder } from "./relay-process";

export interface BucketServer {
  readonly place: BucketPlace;
  readonly close: () => Promise<void>;
}

export const startBucketServer = async (): Promise<BucketServer> => {
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: await temporaryFolder(),
    configureBuckets: [{ name: "files", configs: [] }],
  });
  const { port } = await server.run();
  return {
    place: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: "files",
      region: "us-east-1",
      prefix: "",
      accessKey: "S3RVER",
      secretKey: "S3RVER",
    },
    close: () => server.close(),
  };
};
