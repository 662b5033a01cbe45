/** What somebody must hold to be shown a screen and the ways to it; in the company or in a single event. */
import { createMay } from "#client/data";

export interface ScreenNeed {
  readonly verb: "read" | "write" | "create";
  readonly on: "event" | "inventory" | "money" | "movements" | "person" | "settings" | "work";
}

const needs = {
  "/events": { verb: "read", on: "event" },
  "/stock": { verb: "read", on: "inventory" },
  "/stock/locations": { verb: "read", on: "inventory" },
  "/stock/stocktakes": { verb: "read", on: "work" },
  "/stock/stocktakes/:id/count": { verb: "write", on: "movements" },
  "/stock/maintenance": { verb: "read", on: "movements" },
  "/stock/assets/:id/test": { verb: "write", on: "movements" },
  "/stock/assets/:id/lifting": { verb: "write", on: "movements" },
  "/stock/maintenance/import": { verb: "write", on: "movements" },
  "/stock/transfers": { verb: "read", on: "work" },
  "/stock/report": { verb: "read", on: "inventory" },
  "/scan": { verb: "write", on: "movements" },
  "/labels": { verb: "write", on: "inventory" },
  "/import": { verb: "create", on: "inventory" },
} as const satisfies Record<string, ScreenNeed>;

/** By its address; without a need the screen is for everybody. */
export const needOfScreen = (path: string): ScreenNeed | undefined =>
  Object.entries<ScreenNeed>(needs).find(([known]) => known === path)?.[1];

/** Call while a component is set up; the answer follows when rights change. */
export const createMayOpen = (): ((path: string) => boolean) => {
  const may = createMay();
  return (path) => {
    const need = needOfScreen(path);
    return need === undefined || may(need.verb, need.on, "anywhere");
  };
};

/** Whether this device still belongs to the company: every role includes reading how it is set up. */
export const createIsIn = (): (() => boolean) => {
  const may = createMay();
  return () => may("read", "settings");
};
