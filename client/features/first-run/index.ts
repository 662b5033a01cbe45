import { lazy } from "solid-js";

export const WelcomeScreen = lazy(() => import("./welcome-screen"));
export const JoinScreen = lazy(() => import("./join-screen"));
export const AgreeElsewhereScreen = lazy(() => import("./agree-elsewhere-screen"));
export const RecoverScreen = lazy(() => import("./recover-screen"));
export { IntroduceMyself } from "./introduce";
