import { lazy } from "solid-js";

export const SettingsScreen = lazy(() => import("./settings-screen"));
