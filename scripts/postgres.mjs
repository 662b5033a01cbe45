/**
 * Finds a PostgreSQL server for tests: POSTGRES_BIN, then the path, then where Debian keeps it. `ensurePostgres`
 * installs Debian's package when root on Debian, else says what is missing.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const debianRoot = "/usr/lib/postgresql";

/** Folder with `initdb` and `postgres`, or undefined. */
export const findPostgres = () => {
  const named = process.env["POSTGRES_BIN"];
  const debian = existsSync(debianRoot)
    ? readdirSync(debianRoot)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(debianRoot, version, "bin"))
    : [];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = named === undefined || named === "" ? [...onPath, ...debian] : [named];
  return candidates.find((bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")));
};

export const ensurePostgres = () => {
  if (findPostgres() !== undefined) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("No PostgreSQL found; installing Debian's package.");
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], {
      stdio: "inherit",
    });
    return;
  }
  console.error(
    "The tests need a PostgreSQL server (only its programs; they run one of their own). Install it, or name the folder with initdb in POSTGRES_BIN.",
  );
  process.exit(1);
};
