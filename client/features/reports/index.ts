/** What other features may use of reports. */
import { lazy } from "solid-js";

export const StockReportScreen = lazy(() => import("./stock-report-screen"));
