/**
 * The table of screens. Every screen is an address people can send; Back works; filters and views live in the query.
 *
 * How a feature joins:
 * - `client/features/<feature>/index.ts` exports its screens loaded on first visit, and small eager things only:
 *       export const StockScreen = lazy(() => import("./stock-screen"));   // the component is the default export
 *       export { stockPalette } from "./palette";                          // see palette.ts here
 *   Heavy parts (PDF, camera, decoders) are imported by the screen when they are needed.
 * - Add its lines to `companyRoutes` below. A screen that does not exist has no line; the navigation and the palette
 *   (navigation.tsx) list only screens that have one.
 * - A screen names itself with `<ScreenTitle title crumbs>` (client/ui/screen-title), which the frame shows in its
 *   header, and usually begins with `<PageHead>`; it gets a column of the full height and scrolls inside it what it
 *   wants to. `<Page>` scrolls as a whole. The scan screen may set `fullScreen` and gets no frame.
 * - Links are plain `<a href>` (or LinkButton); `useNavigate`, `useParams`, `useSearchParams` come from @solidjs/router.
 * - Data: client/data (createRow, createRows, createIndex, useCommands). A failed command is told by a toast unless
 *   the screen runs it with `{ quiet: true }` and says it beside the field. Undo is Ctrl/Cmd-Z everywhere; after a
 *   larger action offer it with `showToast({ text, action })`.
 * - Texts: client/app/i18n. Components, icons, pictograms: client/ui. `useApp()` (app-context) has clock, timers,
 *   random and `now()`.
 * - Styles: a CSS module beside the component, rules inside `@layer screens { … }` (`components` belongs to client/ui);
 *   colours, type and control sizes only from tokens.css. Never a static `style="…"` attribute: the content security
 *   policy forbids it. `style={{ "--share": value }}` is fine.
 */
import type { Component } from "solid-js";
import { ActivityScreen } from "#client/features/activity";
import { CaseScreen, EventCasesScreen } from "#client/features/cases";
import { ConflictsScreen } from "#client/features/conflicts";
import { EventScreen, EventsScreen } from "#client/features/events";
import { AgreeElsewhereScreen, JoinScreen, RecoverScreen, WelcomeScreen } from "#client/features/first-run";
import { HeldScreen } from "#client/features/held";
import { ImportScreen } from "#client/features/import";
import { AssetScreen, LocationsScreen, ProductScreen, StockScreen } from "#client/features/inventory";
import {
  FaultScreen,
  LiftingScreen,
  MaintenanceScreen,
  PatScreen,
  TestScreen,
} from "#client/features/maintenance";
import { StockReportScreen } from "#client/features/reports";
import { PullListScreen } from "#client/features/pull-list";
import { LabelsScreen } from "#client/features/labels";
import { ScanScreen } from "#client/features/scanning";
import { MemberScreen, PeopleScreen, RoleScreen, RolesScreen } from "#client/features/people";
import { AgreeScreen, DeviceReviewScreen, RootKeysScreen, SecurityScreen } from "#client/features/security";
import { DeviceScreen, PaperKeyScreen, SettingsScreen } from "#client/features/settings";
import { CountScreen, StocktakeScreen, StocktakesScreen } from "#client/features/stocktake";
import { TodayScreen } from "#client/features/today";
import { TransferScreen, TransfersScreen } from "#client/features/transfers";

export interface ScreenRoute {
  readonly path: string;
  readonly screen: Component & { readonly preload: () => Promise<unknown> };
  /** Without navigation and header. */
  readonly fullScreen?: boolean;
}

/** Screens of an open company. */
export const companyRoutes: readonly ScreenRoute[] = [
  { path: "/", screen: TodayScreen },
  { path: "/events", screen: EventsScreen },
  { path: "/events/:id", screen: EventScreen },
  { path: "/events/:id/pull-list", screen: PullListScreen },
  { path: "/events/:id/cases", screen: EventCasesScreen },
  { path: "/conflicts", screen: ConflictsScreen },
  { path: "/held", screen: HeldScreen },
  { path: "/stock", screen: StockScreen },
  { path: "/stock/products/:id", screen: ProductScreen },
  { path: "/stock/assets/:id", screen: AssetScreen },
  { path: "/stock/cases/:id", screen: CaseScreen },
  { path: "/stock/locations", screen: LocationsScreen },
  { path: "/stock/stocktakes", screen: StocktakesScreen },
  { path: "/stock/stocktakes/:id", screen: StocktakeScreen },
  { path: "/stock/stocktakes/:id/count", screen: CountScreen, fullScreen: true },
  { path: "/stock/maintenance", screen: MaintenanceScreen },
  { path: "/stock/assets/:id/test", screen: TestScreen },
  { path: "/stock/assets/:id/lifting", screen: LiftingScreen },
  { path: "/stock/maintenance/import", screen: PatScreen },
  { path: "/stock/faults/:id", screen: FaultScreen },
  { path: "/stock/transfers", screen: TransfersScreen },
  { path: "/stock/transfers/:id", screen: TransferScreen },
  { path: "/stock/report", screen: StockReportScreen },
  { path: "/import", screen: ImportScreen },
  { path: "/labels", screen: LabelsScreen },
  { path: "/scan", screen: ScanScreen, fullScreen: true },
  { path: "/activity", screen: ActivityScreen },
  { path: "/settings", screen: SettingsScreen },
  { path: "/settings/people", screen: PeopleScreen },
  { path: "/settings/people/:id", screen: MemberScreen },
  { path: "/settings/roles", screen: RolesScreen },
  { path: "/settings/roles/:name", screen: RoleScreen },
  { path: "/settings/security", screen: SecurityScreen },
  { path: "/settings/keys", screen: RootKeysScreen },
  { path: "/settings/keys/agree", screen: AgreeScreen },
  { path: "/settings/devices/:key", screen: DeviceReviewScreen },
  { path: "/settings/device", screen: DeviceScreen },
  { path: "/settings/paper-key", screen: PaperKeyScreen },
];

/** Screens that need no company. */
export const openRoutes: readonly ScreenRoute[] = [
  { path: "/welcome", screen: WelcomeScreen },
  // The address in invitations is short, for the sake of its QR code.
  { path: "/j", screen: JoinScreen },
  { path: "/join", screen: JoinScreen },
  { path: "/recover", screen: RecoverScreen },
  { path: "/agree", screen: AgreeElsewhereScreen },
];
