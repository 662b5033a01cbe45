/** When the last backup of a data folder was made: written beside the data, read by doctor, metrics and the operator. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const schema = v.object({
  /** Milliseconds UTC. */
  at: v.pipe(v.number(), v.safeInteger()),
  bytes: v.pipe(v.number(), v.safeInteger()),
});
export type LastBackup = v.InferOutput<typeof schema>;

const name = "last-backup.json";

export const writeLastBackup = async (folder: string, last: LastBackup): Promise<void> => {
  const partial = join(folder, `${name}.part`);
  await writeFile(partial, JSON.stringify(last), { mode: 0o600 });
  await rename(partial, join(folder, name));
};

/** Null where none was made, or where what stands there cannot be read. */
export const readLastBackup = async (folder: string): Promise<LastBackup | null> => {
  try {
    const parsed = v.safeParse(schema, JSON.parse(await readFile(join(folder, name), "utf8")));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
};
