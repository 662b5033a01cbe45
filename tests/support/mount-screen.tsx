/** Screens in a browser over a real replica in memory, with the demo company or an empty one. */
import { render } from "solid-js/web";
import type { JSX } from "solid-js";
import { createSignal } from "solid-js";
import { MemoryRouter, Route, createMemoryHistory } from "@solidjs/router";
import { AppContext } from "#client/app/app-context";
import type { AppContextValue } from "#client/app/app-context";
import { LocaleProvider } from "#client/app/i18n";
import type { Locale } from "#client/app/i18n";
import { ReplicaProvider } from "#client/data";
import type { Failure } from "#client/data";
import { startAutomerge } from "#client/data/automerge";
import { ToastRegion } from "#client/ui/toast";
import {
  addDemoEvent,
  addDemoFrame,
  addDemoKit,
  addDemoMovements,
  addDemoProduct,
  buildDemo,
} from "#shared/demo";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import { must, ok } from "#shared/kernel/result";
import { defineCommand } from "#shared/kernel/command";
import type { ThingId } from "#shared/kernel/ids";
import type { Membership } from "#shared/replica/identity/types";
import type { Replica } from "#shared/replica/types";
import { openOneDevice } from "./one-device";
import type { OneDevice } from "./one-device";
import { seededRandom } from "./plain-drafts";

const foundDocuments = defineCommand({
  name: "test.foundDocuments",
  needs: [],
  documents: () => [],
  run: (drafts, _args: null, context) => {
    for (const kind of ["company", "places"]) drafts.create(kind, context.newId<ThingId>());
    return ok(null);
  },
});

export const openEmptyDevice = async (now: Ms): Promise<OneDevice> => {
  await startAutomerge();
  const device = await openOneDevice(1, undefined, 0, now);
  must(await device.replica.run(foundDocuments, null));
  return device;
};

export const openEmptyCompany = async (now: Ms): Promise<Replica> => (await openEmptyDevice(now)).replica;

export const openDemoCompany = async (now: Ms): Promise<Replica> => {
  const replica = await openEmptyCompany(now);
  const demo = buildDemo(seededRandom(5), now);
  must(await replica.run(addDemoFrame, demo));
  must(await replica.runBulk(addDemoProduct, demo.products, () => undefined));
  must(await replica.runBulk(addDemoKit, demo.kits, () => undefined));
  must(await replica.runBulk(addDemoEvent, demo.events, () => undefined));
  must(await replica.runBulk(addDemoMovements, [demo.movements], () => undefined));
  return replica;
};

export interface Mounted {
  readonly host: HTMLElement;
  readonly path: () => string;
  readonly go: (path: string) => void;
  readonly failures: readonly Failure[];
  readonly unmount: () => void;
}

export interface MountOptions {
  readonly replica: Replica;
  readonly now: Ms;
  readonly path: string;
  readonly locale?: Locale;
  /** Never loaded without one. */
  readonly membership?: Membership;
  readonly routes: readonly { readonly path: string; readonly screen: () => JSX.Element }[];
}

export const mountScreens = (options: MountOptions): Mounted => {
  const host = document.createElement("div");
  host.dataset["screens"] = "";
  document.body.append(host);
  const failures: Failure[] = [];
  const [locale, setLocale] = createSignal<Locale>(options.locale ?? "en");
  const history = createMemoryHistory();
  history.set({ value: options.path });
  const app = brand<AppContextValue>({
    now: () => options.now,
    clock: { now: () => options.now },
    random: seededRandom(99),
    timers: { after: () => () => undefined },
    companies: {
      list: () => [{ company: options.replica.company, name: "", demo: true, openedAt: 0 }],
      current: () => undefined,
      bringIn: () => undefined,
    },
    identity: {
      companies: { get: () => [], subscribe: () => () => undefined },
      membership: () =>
        options.membership === undefined ? new Promise(() => undefined) : Promise.resolve(options.membership),
    },
  });
  const dispose = render(
    () => (
      <LocaleProvider locale={locale()} onChange={setLocale}>
        <AppContext.Provider value={app}>
          <ReplicaProvider
            replica={options.replica}
            rights={() => undefined}
            onFailure={(failure) => failures.push(failure)}
          >
            <MemoryRouter history={history}>
              {options.routes.map((route) => (
                <Route path={route.path} component={route.screen} />
              ))}
            </MemoryRouter>
            <ToastRegion />
          </ReplicaProvider>
        </AppContext.Provider>
      </LocaleProvider>
    ),
    host,
  );
  return {
    host,
    path: () => history.get(),
    go: (path) => history.set({ value: path }),
    failures,
    unmount: () => {
      dispose();
      host.remove();
    },
  };
};
