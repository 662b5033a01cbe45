/** Where this relay keeps files, by its settings: in a folder, or in a bucket with the folder for what is on its way in. */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Log } from "#relay/observability/log";
import { describeDefect } from "#relay/observability/log";
import type { BucketPlace } from "./blob-bucket";
import { createBlobBucket } from "./blob-bucket";
import { createBlobFolder } from "./blob-folder";
import type { BlobStore } from "./blob-store";
import { bytesOf } from "./blob-store";
import type { BlobUploads } from "./blob-uploads";
import { createBlobUploads } from "./blob-uploads";
import type { FileSpace } from "./file-space";
import { createFileSpace } from "./file-space";
import type { CompanyNumber } from "./log-store";

export interface Blobs {
  readonly store: BlobStore;
  readonly uploads: BlobUploads;
  readonly space: FileSpace;
  /** Nothing is tidied up any more. */
  readonly close: () => void;
}

/** A phone may lie in a flight case for a week in the middle of an upload. */
const abandonedMs = 14 * 86_400_000;
const tidyEveryMs = 3_600_000;

export const openBlobStore = (bucket: BucketPlace | null, folder: string, timers: Timers): BlobStore =>
  bucket === null ? createBlobFolder(folder) : createBlobBucket(bucket, timers);

/** Bytes of a company's files, unfinished ones too. */
export const measureFiles = async (
  store: BlobStore,
  uploads: BlobUploads,
  company: CompanyNumber,
): Promise<number> => (await bytesOf(store, company)) + (await uploads.bytesOf(company));

export const openBlobs = (
  bucket: BucketPlace | null,
  folder: string,
  deps: { readonly clock: Clock; readonly timers: Timers; readonly log: Log },
): Blobs => {
  const store = openBlobStore(bucket, folder, deps.timers);
  const uploads = createBlobUploads(folder);
  const space = createFileSpace((company) => measureFiles(store, uploads, company));
  const discard = async (): Promise<void> => {
    if ((await uploads.discardBefore(deps.clock.now() - abandonedMs)) > 0) space.measureAgain();
  };
  const tidy = (): void => {
    discard().catch((thrown: unknown) => deps.log.error("files.untidy", { problem: describeDefect(thrown) }));
    cancel = deps.timers.after(tidyEveryMs, tidy);
  };
  let cancel = deps.timers.after(tidyEveryMs, tidy);
  return { store, uploads, space, close: () => cancel() };
};
