/** Requests about companies that another relay over the same log has: that one answers them. */
import type { Context, Hono } from "hono";
import { companiesPath } from "#shared/protocol/enrolment";
import { bytes32FromText } from "#shared/protocol/wire-types";
import type { Place } from "#relay/sync/company-rooms";
import type { RelaySync } from "#relay/sync/relay-sync";
import type { HttpEnvironment } from "./environment";
import type { RelayLinks } from "./node-links";
import type { NodePort } from "./node-port";

export interface OtherRelays extends Pick<RelayLinks, "forward">, Pick<NodePort, "clientOf"> {}

type Elsewhere = Extract<Place, { readonly type: "elsewhere" | "unsettled" }>;

/** The owner's answer. What was passed on once is not passed on again: who has the company is not settled then. */
export const answerElsewhere = async (
  context: Context<HttpEnvironment>,
  place: Elsewhere,
  others: OtherRelays | null,
): Promise<Response> =>
  place.type === "unsettled" || others === null || others.clientOf(context.env.incoming) !== undefined
    ? context.json({ code: "storage-failed", message: "try again" }, 503)
    : others.forward(context, place.address);

export const passOnCompanies = (
  app: Hono<HttpEnvironment>,
  sync: Pick<RelaySync, "place">,
  others: OtherRelays,
): void => {
  app.use(`${companiesPath}/:company/*`, async (context: Context<HttpEnvironment>, next) => {
    const company = bytes32FromText(context.req.param("company") ?? "");
    const place = company === undefined ? undefined : await sync.place(company);
    return place === undefined || place.type === "here" || place.type === "unknown"
      ? next()
      : answerElsewhere(context, place, others);
  });
};
