import type { JSX } from "solid-js";

const JoinScreen = (): JSX.Element => <main />;

export default JoinScreen;
