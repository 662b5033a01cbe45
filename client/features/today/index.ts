import { lazy } from "solid-js";

export const TodayScreen = lazy(() => import("./today-screen"));
