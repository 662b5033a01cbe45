/**
 * The service worker keeps the app's own files for offline use and nothing else. A new version is fetched in the
 * background and waits until the person takes it; then every tab changes over.
 */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { Timers } from "#shared/kernel/clock";

export type UpdateState =
  /** Nothing to do: the app is current, or is not served with a worker. */
  | { readonly type: "current" }
  /** A new version is ready; `take` changes over, in all tabs. */
  | { readonly type: "ready"; readonly take: () => void }
  /** Another tab took the new version. This one still runs the old and should be loaded again soon. */
  | { readonly type: "taken-elsewhere"; readonly reload: () => void };

/** Whether the app opens without a network: needed where the person is told what this origin cannot do. */
export type OfflineState = "preparing" | "ready" | "unavailable";

export interface AppUpdate {
  readonly update: Accessor<UpdateState>;
  readonly offline: Accessor<OfflineState>;
}

export interface UpdateDeps {
  readonly container: ServiceWorkerContainer | undefined;
  readonly scriptUrl: string;
  readonly timers: Timers;
  readonly reload: () => void;
  /** Calls back whenever the page becomes hidden or shown. */
  readonly onVisibility: (listener: (visible: boolean) => void) => void;
}

const checkEveryMs = 60 * 60 * 1000;

export const followUpdates = (deps: UpdateDeps): AppUpdate => {
  const [update, setUpdate] = createSignal<UpdateState>({ type: "current" });
  const [offline, setOffline] = createSignal<OfflineState>("preparing");
  const { container } = deps;
  if (container === undefined) {
    setOffline("unavailable");
    return { update, offline };
  }

  // The first worker of a profile takes control without replacing anything.
  let replacesOlder = container.controller !== null;
  let takenHere = false;
  container.addEventListener("controllerchange", () => {
    if (!replacesOlder) {
      replacesOlder = true;
      return;
    }
    if (takenHere) {
      deps.reload();
      return;
    }
    setUpdate({ type: "taken-elsewhere", reload: deps.reload });
    deps.onVisibility((visible) => {
      if (!visible) deps.reload();
    });
  });

  const offer = (worker: ServiceWorker): void => {
    setUpdate({
      type: "ready",
      take: () => {
        takenHere = true;
        worker.postMessage({ type: "SKIP_WAITING" });
      },
    });
  };

  container.register(deps.scriptUrl).then(
    (registration) => {
      followRegistration(registration, offer);
      checkRegularly(registration, deps);
    },
    () => setOffline("unavailable"),
  );
  void container.ready.then(() => setOffline("ready"));
  return { update, offline };
};

const followRegistration = (
  registration: ServiceWorkerRegistration,
  offer: (worker: ServiceWorker) => void,
): void => {
  if (registration.waiting !== null && registration.active !== null) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active !== null) offer(worker);
    });
  });
};

/** Phones keep a page open for weeks: look for a new version each hour and when the page is shown again. */
const checkRegularly = (registration: ServiceWorkerRegistration, deps: UpdateDeps): void => {
  const check = (): void => {
    // Without a network there is nothing to learn, and nothing to tell.
    registration.update().catch(() => undefined);
  };
  const again = (): void => {
    deps.timers.after(checkEveryMs, () => {
      check();
      again();
    });
  };
  again();
  deps.onVisibility((visible) => {
    if (visible) check();
  });
};
