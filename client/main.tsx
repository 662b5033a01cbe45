/** Composition root of the web app. */
import "./platform/trusted-types";
import { render } from "solid-js/web";
import { assert } from "#shared/kernel/result";

const root = document.getElementById("app");
assert(root, "index.html has the element the app is mounted in");
render(() => <main>EventKit</main>, root);
