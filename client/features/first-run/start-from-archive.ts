/** An archive into a company that was made for it a moment ago. */
import { sha256 } from "#shared/kernel/hash";
import type { Result } from "#shared/kernel/result";
import { assert } from "#shared/kernel/result";
import { createVerifier } from "#shared/kernel/signature";
import type { BringInProblem } from "#shared/replica/bring-in/bring-in";
import { createFastVerify } from "#client/data";
import type { Companies } from "#client/data";
import { bringInArchive, checkArchive, sourceOfFile } from "#client/features/export";
import type { Progress, ReadyArchive } from "#client/features/export";

/** Proves it before there is a company. Rejects when the file went away. */
export const checkFile = (
  file: File,
  onProgress: (progress: Progress) => void,
): ReturnType<typeof checkArchive> =>
  checkArchive(sourceOfFile(file), { sha256, verifier: createVerifier(createFastVerify()) }, onProgress);

/**
 * Fills the company on screen; the number of files the archive does not have. After a failure what came stays, and the
 * company knows what was begun in it.
 */
export const bringInto = (
  companies: Pick<Companies, "current" | "bringIn" | "files">,
  archive: ReadyArchive,
  onProgress: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<Result<number, BringInProblem>> => {
  const [replica, deps] = [companies.current(), companies.bringIn()];
  assert(replica !== undefined && deps !== undefined, "the company was opened");
  return bringInArchive({ deps, replica, files: companies.files() }, archive, onProgress, isStopped);
};
