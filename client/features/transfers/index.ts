/** What other features may use of transfers. */
import { lazy } from "solid-js";

export const TransfersScreen = lazy(() => import("./transfers-screen"));
export const TransferScreen = lazy(() => import("./transfer-screen"));
