declare module "s3rver" {
  import type { RequestListener } from "node:http";

  interface Options {
    readonly address: string;
    readonly port: number;
    readonly silent: boolean;
    readonly directory: string;
    readonly configureBuckets: readonly { readonly name: string; readonly configs: readonly string[] }[];
  }
  export default class S3rver {
    constructor(options: Options);
    /** What it answers requests with once it runs. */
    callback(): RequestListener;
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
}
