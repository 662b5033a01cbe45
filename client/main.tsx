/** Composition root of the web app: the one place that knows which browser stands behind which port. */
import "./platform/trusted-types";
import "#client/ui/styles.css";
import { render } from "solid-js/web";
import { App } from "#client/app/app";
import { openProfile } from "#client/data/profile";
import { startAutomerge } from "#client/data/automerge";
import { pageVisible, reloadPage } from "#client/platform/page";
import { systemClock, systemRandom, systemTimers } from "#client/platform/system";
import { tabMemory } from "#client/platform/tab-memory";
import { trustedScriptUrl } from "#client/platform/trusted-types";
import { reloadOnce } from "#client/pwa/preload-guard";
import { followUpdates } from "#client/pwa/update";
import { assert } from "#shared/kernel/result";

const ports = { clock: systemClock, timers: systemTimers, random: systemRandom };

addEventListener("vite:preloadError", (event) => {
  if (reloadOnce({ clock: systemClock, memory: tabMemory("part-missing"), reload: reloadPage }))
    event.preventDefault();
});

const update = followUpdates({
  // The dev server has no worker to offer.
  container: import.meta.env.PROD && "serviceWorker" in navigator ? navigator.serviceWorker : undefined,
  scriptUrl: trustedScriptUrl("/sw.js"),
  timers: systemTimers,
  reload: reloadPage,
  onVisibility: (listener) => void pageVisible.subscribe(listener),
});

const start = async (): Promise<void> => {
  const root = document.getElementById("app");
  assert(root, "index.html has the element the app is mounted in");
  const { companies, identity } = await openProfile(ports);
  const deps = {
    ...ports,
    companies,
    identity,
    update,
    origin: location.origin,
    version: import.meta.env.EVENTKIT_VERSION,
  };
  render(() => <App deps={deps} />, root);
};

void startAutomerge();
void start();
