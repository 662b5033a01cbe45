import { lazy } from "solid-js";

export const WelcomeScreen = lazy(() => import("./welcome-screen"));
export const JoinScreen = lazy(() => import("./join-screen"));
