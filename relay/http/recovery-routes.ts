/** The paper key's way back over HTTP, for a device that has no session. Limited per address like all of `/api`. */
import type { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { companiesPath } from "#shared/protocol/enrolment";
import { membershipLimits } from "#shared/protocol/limits";
import { bytes32FromText, textOfBytes } from "#shared/protocol/wire-types";
import type { Recovery } from "#relay/sync/recovery";
import type { HttpEnvironment } from "./environment";

export const serveRecovery = (app: Hono<HttpEnvironment>, recovery: Recovery): void => {
  app.get("/api/v1/roots/:key", async (context) => {
    const key = bytes32FromText(context.req.param("key"));
    if (key === undefined) return context.json({ companies: [], former: [] });
    const { companies, former } = await recovery.companiesOfRoot(key);
    return context.json({ companies: companies.map(textOfBytes), former: former.map(textOfBytes) });
  });

  const limit = bodyLimit({
    maxSize: membershipLimits.entryBytes,
    onError: (context) => context.json({ code: "too-large", message: "body" }, 413),
  });
  app.post(`${companiesPath}/:company/recoveries`, limit, async (context) => {
    const company = bytes32FromText(context.req.param("company"));
    const entry = new Uint8Array(await context.req.arrayBuffer());
    const verdict = company === undefined ? "not-found" : await recovery.requestRecovery(company, entry);
    if (verdict === "requested") return context.body(null, 202);
    return context.json({ code: verdict, message: "recovery" }, verdict === "invalid" ? 400 : 404);
  });
};
