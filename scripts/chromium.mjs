/**
 * Finds a Chromium for browser tests: CHROMIUM_PATH, then one installed on the machine, then Playwright's own.
 * `ensureChromium` installs Debian's package when root on Debian, else asks Playwright for its build.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const candidates = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** Path of an installed Chromium, or undefined: then Playwright's own is used. */
export const findChromium = () => {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file.`);
    return named;
  }
  return candidates.find((path) => existsSync(path));
};

/** Switches that keep a test browser quiet on a machine without network. The sandbox needs a user that is not root. */
export const chromiumArgs = () => [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const playwrightHasItsOwn = () => {
  const script = "import('playwright-core').then(p => process.stdout.write(p.chromium.executablePath()))";
  const path = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  }).stdout;
  return path !== "" && existsSync(path);
};

export const ensureChromium = () => {
  if (findChromium() !== undefined || playwrightHasItsOwn()) return;
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (isDebianRoot) {
    console.log("No Chromium found; installing Debian's package.");
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      stdio: "inherit",
    });
    return;
  }
  console.log("No Chromium found; asking Playwright for its own.");
  execFileSync("npx", ["playwright", "install", "chromium"], { stdio: "inherit" });
};
