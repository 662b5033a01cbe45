/**
 * `npm start`: installs when the lock file asks for it, builds when a source has changed, and runs the relay with
 * the app in this process. Settings come from the environment; docs/operate/install.md lists them.
 */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `EventKit needs Node.js 20.19 or newer, and this is ${process.version}. Nothing was changed. Install a newer Node.js and start again.`,
  );
  process.exit(1);
}

const step = async (what, run) => {
  try {
    await run();
  } catch (problem) {
    console.error(
      `EventKit did not start: ${what} failed (${problem instanceof Error ? problem.message : "unknown"}). Your data was not touched. The lines above say more.`,
    );
    process.exit(1);
  }
};

const { ensureInstalled } = await import("./install.mjs");
await step("installing its dependencies", ensureInstalled);
const { ensureBuilt } = await import("./build.mjs");
await step("building it", ensureBuilt);
await import("../dist/relay/main.js");
