/** The list of files a backup ends with. It is written last, so a folder that has it is whole. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { OperatorProblem } from "./operator-problem";

export const backupFormat = 1;
export const manifestName = "backup.json";

const fileSchema = v.object({
  /** Below the backup's folder; names only, never a way out of it. */
  path: v.pipe(v.string(), v.regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*){0,3}$/)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
export type BackupFile = v.InferOutput<typeof fileSchema>;

const leftSchema = v.pick(fileSchema, ["path", "bytes"]);
export type LeftFile = v.InferOutput<typeof leftSchema>;

const manifestSchema = v.object({
  format: v.literal(backupFormat),
  /** ISO 8601, UTC. */
  at: v.string(),
  files: v.array(fileSchema),
  /** What was in the bucket then and is not in the backup; not given where there was no bucket or it did not answer. */
  left: v.optional(v.array(leftSchema)),
});
export type BackupManifest = v.InferOutput<typeof manifestSchema>;

export const describeFile = async (folder: string, path: string): Promise<BackupFile> => {
  const digest = createHash("sha256");
  let bytes = 0;
  for await (const part of createReadStream(join(folder, path))) {
    if (!(part instanceof Uint8Array)) throw new Error("Invariant: a file is read as bytes");
    digest.update(part);
    bytes += part.length;
  }
  return { path, bytes, sha256: digest.digest("hex") };
};

export const writeManifest = async (folder: string, manifest: BackupManifest): Promise<void> => {
  const partial = join(folder, `${manifestName}.part`);
  const file = await open(partial, "w", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, join(folder, manifestName));
};

export const readManifest = async (folder: string): Promise<Result<BackupManifest, OperatorProblem>> => {
  const unfinished = err({ type: "BackupNotFinished", path: folder } as const);
  const text = await readFile(join(folder, manifestName), "utf8").catch(() => undefined);
  if (text === undefined) return unfinished;
  const json = parseJson(text);
  const marked = v.safeParse(v.object({ format: v.number() }), json);
  if (marked.success && marked.output.format > backupFormat) {
    return err({ type: "BackupTooNew", path: folder, format: marked.output.format });
  }
  const parsed = v.safeParse(manifestSchema, json);
  return parsed.success ? ok(parsed.output) : unfinished;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
