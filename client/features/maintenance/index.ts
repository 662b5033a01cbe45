import { lazy } from "solid-js";

export const MaintenanceScreen = lazy(() => import("./maintenance-screen"));
export const FaultScreen = lazy(() => import("./fault-screen"));
export const TestScreen = lazy(() => import("./test-screen"));
export const LiftingScreen = lazy(() => import("./lifting-screen"));
export const PatScreen = lazy(() => import("./pat-screen"));
/** For the count beside other work. */
export { createDueCount } from "./due-lines";
/** On the page of a product: what its assets need again and again. */
export const InspectionSection = lazy(() => import("./inspection-section"));
/** On the page of an asset: what is wrong with it, and what is due. */
export const ConditionSection = lazy(() => import("./condition-section"));
/** What came back broken, told from where it was scanned. */
export const ReportDialog = lazy(() => import("./report-dialog"));
/** Photos whose page ended before they were made ready. */
export const LeftPhotos = lazy(() => import("./left-photos"));
