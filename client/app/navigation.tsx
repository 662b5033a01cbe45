/** What the navigation and the palette offer. Only screens that have a line in routes.tsx appear. */
import type { Component } from "solid-js";
import { eventsPalette } from "#client/features/events";
import { stockPalette } from "#client/features/inventory";
import {
  CalendarDays,
  History,
  MapPin,
  Package,
  ScanLine,
  SlidersHorizontal,
  Smartphone,
  Split,
  Sun,
  Tags,
  Upload,
  Users,
} from "#client/ui/icons";
import type { PaletteSource } from "./palette";
import { companyRoutes } from "./routes";

type NavLabel =
  | "today"
  | "conflicts"
  | "events"
  | "availability"
  | "stock"
  | "locations"
  | "scan"
  | "labels"
  | "import"
  | "activity"
  | "settings"
  | "people"
  | "device";

export interface NavItem {
  readonly path: string;
  /** Key of its message. */
  readonly label: NavLabel;
  readonly icon: Component;
  /** Where it stands: in the rail under a heading, at its foot, or only in the palette and under More. */
  readonly place: "top" | "plan" | "equipment" | "foot" | "palette";
}

const items: readonly NavItem[] = [
  { path: "/", label: "today", icon: Sun, place: "top" },
  { path: "/conflicts", label: "conflicts", icon: Split, place: "top" },
  { path: "/events", label: "events", icon: CalendarDays, place: "plan" },
  { path: "/stock", label: "stock", icon: Package, place: "equipment" },
  { path: "/stock/locations", label: "locations", icon: MapPin, place: "equipment" },
  { path: "/scan", label: "scan", icon: ScanLine, place: "equipment" },
  { path: "/labels", label: "labels", icon: Tags, place: "equipment" },
  { path: "/import", label: "import", icon: Upload, place: "foot" },
  { path: "/activity", label: "activity", icon: History, place: "foot" },
  { path: "/settings", label: "settings", icon: SlidersHorizontal, place: "foot" },
  { path: "/settings/people", label: "people", icon: Users, place: "palette" },
  { path: "/settings/device", label: "device", icon: Smartphone, place: "palette" },
];

export const navItems = items.filter((item) => companyRoutes.some((route) => route.path === item.path));

export const navItemsAt = (place: NavItem["place"]): readonly NavItem[] =>
  navItems.filter((item) => item.place === place);

export const findNavItem = (path: string): NavItem | undefined => navItems.find((item) => item.path === path);

/** The item whose address is the longest beginning of the current one. */
export const currentNavItem = (pathname: string): NavItem | undefined =>
  navItems
    .filter((item) => pathname === item.path || (item.path !== "/" && pathname.startsWith(`${item.path}/`)))
    .reduce<NavItem | undefined>(
      (best, item) => (best === undefined || item.path.length > best.path.length ? item : best),
      undefined,
    );

/** Features that answer in the command palette. */
export const paletteSources: readonly PaletteSource[] = [stockPalette, eventsPalette];
