/** What devices handed in that may not write any more: deciding about it, and telling afterwards who did. */
import { lazy } from "solid-js";

export const HeldScreen = lazy(() => import("./held-screen"));
export const AdoptedScans = lazy(async () => ({ default: (await import("./adopted-scans")).AdoptedScans }));
export { createHeldCount } from "./held-count";
