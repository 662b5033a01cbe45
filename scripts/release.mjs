/**
 * `npm run release`: builds everything and packs what runs into one archive, dist/release/eventkit-<version>-<system>.tar.gz.
 * It holds the relay, the app, the packages the relay needs and nothing else, so the target needs Node.js and no npm.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** Packages that the built programs import by name. */
const importedBy = (folder, known) => {
  const found = new Set();
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".js"))) {
    const text = readFileSync(join(folder, name), "utf8");
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*["']([^"'.][^"']*)["']/g)) {
      const parts = specifier.split("/");
      const packageName = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
      if (packageName in known) found.add(packageName);
    }
  }
  return found;
};

/** Copies a package and everything it needs, from where Node finds it to the same place below `target`. */
const copyPackages = (names, target) => {
  const done = new Set();
  const copy = (name, from) => {
    const folder = findPackage(name, from);
    if (folder === undefined || done.has(folder)) return;
    done.add(folder);
    cpSync(folder, join(target, folder.slice(root.length)), {
      recursive: true,
      filter: (path) =>
        !path
          .slice(folder.length + 1)
          .split("/")
          .includes("node_modules"),
    });
    const { dependencies = {}, optionalDependencies = {} } = readJson(join(folder, "package.json"));
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) copy(each, folder);
  };
  for (const name of names) copy(name, root);
};

/** As Node looks for it: beside the asking package, then further up. Undefined for what this system does not need. */
const findPackage = (name, from) => {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (existsSync(join(folder, "package.json"))) return folder;
    if (at === root.replace(/\/$/, "") || at === "/") return undefined;
  }
};

const starter = `#!/bin/sh
# Runs the relay, or one of its commands: eventkit help
# Large buffers go back to the system when they are let go of, see docs/operate/performance.md.
export MALLOC_MMAP_THRESHOLD_="\${MALLOC_MMAP_THRESHOLD_:-131072}"
exec node "$(dirname "$(readlink -f "$0")")/../dist/relay/main.js" "$@"
`;

/** Packs built programs and app; answers the path of the archive. */
export const packRelease = ({ relay, client, out }) => {
  const { version, license, dependencies } = readJson(join(root, "package.json"));
  const name = `eventkit-${version}-${process.platform}-${process.arch}`;
  const stage = join(out, name);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(join(stage, "bin"), { recursive: true });
  cpSync(relay, join(stage, "dist/relay"), { recursive: true });
  cpSync(client, join(stage, "dist/client"), { recursive: true });
  for (const each of ["deploy", "docs/operate", "LICENSE"])
    cpSync(join(root, each), join(stage, each), { recursive: true });
  copyPackages(importedBy(relay, dependencies), stage);
  const about = { name: "eventkit", version, license, type: "module", private: true };
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  writeFileSync(join(stage, "bin/eventkit"), starter, { mode: 0o755 });
  const archive = join(out, `${name}.tar.gz`);
  const same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0"];
  execFileSync("tar", [...same, "-C", out, "-czf", archive, name]);
  rmSync(stage, { recursive: true, force: true });
  return archive;
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ensureInstalled } = await import("./install.mjs");
  ensureInstalled();
  const { ensureBuilt } = await import("./build.mjs");
  await ensureBuilt();
  const out = join(root, "dist/release");
  console.log(packRelease({ relay: join(root, "dist/relay"), client: join(root, "dist/client"), out }));
}
