/** What the composition root hands to the app, reachable from every screen. */
import { createContext, useContext } from "solid-js";
import type { Accessor } from "solid-js";
import type { Companies } from "#client/data";
import type { AppUpdate } from "#client/pwa/update";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import { assert } from "#shared/kernel/result";
import type { Identity } from "#shared/replica/identity/types";
import type { Look } from "./theme";

export interface AppDeps {
  readonly companies: Companies;
  readonly identity: Identity;
  readonly update: AppUpdate;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Where the app was loaded from, without a path: the relay a new company registers with. */
  readonly origin: string;
  /** Version of the app, shown on the about page. */
  readonly version: string;
}

export interface AppContextValue extends AppDeps {
  readonly look: Look;
  /** Device time, refreshed every half minute: for "3 minutes ago" and for what is due today. */
  readonly now: Accessor<number>;
}

export const AppContext = createContext<AppContextValue>();

export const useApp = (): AppContextValue => {
  const value = useContext(AppContext);
  assert(value, "screens stand below App");
  return value;
};
