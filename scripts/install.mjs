/** Installs the dependencies when node_modules is not what package-lock.json asks for. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const marker = `${root}node_modules/.installed-lock`;

export const ensureInstalled = () => {
  const wanted = createHash("sha256")
    .update(readFileSync(`${root}package-lock.json`))
    .digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
  // npm would empty the folder a link leads to, which belongs to another checkout.
  if (lstatSync(`${root}node_modules`, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Error("node_modules is a link. Install where it leads to, or remove the link.");
  console.log("Installing dependencies …");
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  writeFileSync(marker, wanted);
};
