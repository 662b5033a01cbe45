/** `npm run setup`: dependencies, and a browser and a PostgreSQL for the tests, nothing else. */
import { ensureChromium } from "./chromium.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensurePostgres } from "./postgres.mjs";

ensureInstalled();
ensureChromium();
ensurePostgres();
