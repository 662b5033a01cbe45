/** `npm run setup`: dependencies and a browser for the tests, nothing else. */
import { ensureChromium } from "./chromium.mjs";
import { ensureInstalled } from "./install.mjs";

ensureInstalled();
ensureChromium();
