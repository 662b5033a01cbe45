/** The project's own source files, for tests about what must not stand in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Paths from the project's folder, of files with one of these endings. */
export const filesBelow = (folder: string, endings: readonly string[]): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();

export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
