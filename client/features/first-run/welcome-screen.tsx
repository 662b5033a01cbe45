import type { JSX } from "solid-js";

const WelcomeScreen = (): JSX.Element => <main />;

export default WelcomeScreen;
