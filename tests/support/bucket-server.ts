/**
 * A real S3-compatible server of the test's own, which knows buckets, objects and lists. It takes any signature of a
 * known key, so each one is checked before it hears of the request.
 */
import type { RequestListener } from "node:http";
import S3rver from "s3rver";
import type { BucketPlace } from "#relay/storage/blob-bucket";
import { isSignedBy } from "./aws-signature";
import { temporaryFolder } from "./relay-process";

export interface BucketServer {
  readonly place: BucketPlace;
  readonly close: () => Promise<void>;
}

const key = { accessKey: "S3RVER", secretKey: "S3RVER", region: "us-east-1" };

class CheckingServer extends S3rver {
  override callback(): RequestListener {
    const answer = super.callback();
    return (request, response) => {
      const { method = "", url = "", headers } = request;
      if (!isSignedBy({ method, url, headers }, key, Date.now())) {
        request.resume();
        response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
        return;
      }
      answer(request, response);
    };
  }
}

export const startBucketServer = async (): Promise<BucketServer> => {
  const server = new CheckingServer({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: await temporaryFolder(),
    configureBuckets: [{ name: "files", configs: [] }],
  });
  const { port } = await server.run();
  return {
    place: { endpoint: `http://127.0.0.1:${port}`, bucket: "files", prefix: "", ...key },
    close: () => server.close(),
  };
};
