import { lazy } from "solid-js";

export const StocktakesScreen = lazy(() => import("./stocktakes-screen"));
export const StocktakeScreen = lazy(() => import("./stocktake-screen"));
export const CountScreen = lazy(() => import("./count-screen"));
