/** What the navigation and the palette offer. Only screens that have a line in routes.tsx appear. */
import { createMemo } from "solid-js";
import type { Accessor, Component } from "solid-js";
import { eventsPalette } from "#client/features/events";
import { createHeldCount } from "#client/features/held";
import { stockPalette } from "#client/features/inventory";
import { peoplePalette } from "#client/features/people";
import {
  CalendarDays,
  ClipboardCheck,
  History,
  Inbox,
  KeyRound,
  MapPin,
  Package,
  ScanLine,
  ShieldCheck,
  SlidersHorizontal,
  Smartphone,
  Split,
  Sun,
  Table2,
  Tags,
  Truck,
  Upload,
  Users,
  Wrench,
} from "#client/ui/icons";
import type { PaletteSource } from "./palette";
import { companyRoutes } from "./routes";
import { createMayOpen } from "./screen-needs";

type NavLabel =
  | "today"
  | "conflicts"
  | "held"
  | "events"
  | "availability"
  | "stock"
  | "locations"
  | "stocktakes"
  | "maintenance"
  | "stockReport"
  | "transfers"
  | "scan"
  | "labels"
  | "import"
  | "activity"
  | "settings"
  | "people"
  | "roles"
  | "security"
  | "device";

export interface NavItem {
  readonly path: string;
  /** Key of its message. */
  readonly label: NavLabel;
  readonly icon: Component;
  /** Where it stands: in the rail under a heading, at its foot, or only in the palette and under More. */
  readonly place: "top" | "plan" | "equipment" | "foot" | "palette";
  /** Screens that belong to it and whose addresses begin elsewhere. */
  readonly also?: RegExp;
}

const allItems: readonly NavItem[] = [
  { path: "/", label: "today", icon: Sun, place: "top" },
  { path: "/conflicts", label: "conflicts", icon: Split, place: "top" },
  { path: "/held", label: "held", icon: Inbox, place: "top" },
  {
    path: "/events",
    label: "events",
    icon: CalendarDays,
    place: "plan",
  },
  {
    path: "/stock",
    label: "stock",
    icon: Package,
    place: "equipment",
  },
  {
    path: "/stock/locations",
    label: "locations",
    icon: MapPin,
    place: "equipment",
  },
  {
    path: "/stock/stocktakes",
    label: "stocktakes",
    icon: ClipboardCheck,
    place: "equipment",
  },
  {
    path: "/stock/maintenance",
    label: "maintenance",
    icon: Wrench,
    place: "equipment",
    also: /^\/stock\/(faults\/|assets\/[^/]+\/(test|lifting)$)/,
  },
  {
    path: "/scan",
    label: "scan",
    icon: ScanLine,
    place: "equipment",
  },
  {
    path: "/labels",
    label: "labels",
    icon: Tags,
    place: "equipment",
  },
  {
    path: "/import",
    label: "import",
    icon: Upload,
    place: "foot",
  },
  { path: "/activity", label: "activity", icon: History, place: "foot" },
  { path: "/settings", label: "settings", icon: SlidersHorizontal, place: "foot" },
  { path: "/stock/transfers", label: "transfers", icon: Truck, place: "palette" },
  { path: "/stock/report", label: "stockReport", icon: Table2, place: "palette" },
  { path: "/settings/people", label: "people", icon: Users, place: "palette" },
  { path: "/settings/roles", label: "roles", icon: KeyRound, place: "palette" },
  { path: "/settings/security", label: "security", icon: ShieldCheck, place: "palette" },
  { path: "/settings/device", label: "device", icon: Smartphone, place: "palette" },
];

export const navItems = allItems.filter((item) => companyRoutes.some((route) => route.path === item.path));

/** Those the person at this device is shown; follows when their rights change. */
export const createNavItems = (): Accessor<readonly NavItem[]> => {
  const mayOpen = createMayOpen();
  const held = createHeldCount();
  const items = createMemo(() =>
    navItems.filter(({ path }) => mayOpen(path) && (path !== "/held" || held() > 0)),
  );
  return items;
};

/** The item that claims the address, else the one whose own is the longest beginning of it. */
export const currentNavItem = (pathname: string): NavItem | undefined =>
  navItems.find(({ also }) => also?.test(pathname) === true) ??
  navItems
    .filter((item) => pathname === item.path || (item.path !== "/" && pathname.startsWith(`${item.path}/`)))
    .reduce<NavItem | undefined>(
      (best, item) => (best === undefined || item.path.length > best.path.length ? item : best),
      undefined,
    );

/** Features that answer in the command palette. */
export const paletteSources: readonly PaletteSource[] = [stockPalette, eventsPalette, peoplePalette];
