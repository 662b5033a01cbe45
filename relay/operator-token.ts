/** What opens the operator's page: from the settings, or made on first start and kept readable by its owner only. */
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "./data-folder";

export interface OperatorToken {
  readonly token: string;
  /** Made just now: nobody has seen it yet. */
  readonly isNew: boolean;
}

export const loadOperatorToken = async (folder: string, given: string | null): Promise<OperatorToken> => {
  if (given !== null) return { token: given, isNew: false };
  const path = join(folder, "operator.token");
  const kept = await readFile(path, "utf8").catch((thrown: unknown) => {
    if (systemCode(thrown) === "ENOENT") return "";
    throw thrown;
  });
  if (kept.trim() !== "") return { token: kept.trim(), isNew: false };
  const token = randomBytes(24).toString("base64url");
  await writeFile(path, `${token}\n`, { mode: 0o600 });
  return { token, isNew: true };
};
