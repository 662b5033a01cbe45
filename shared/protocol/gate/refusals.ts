/**
 * What each refusal means for the edits that were refused and for the device that sent them: one table for relay,
 * engine and screens. The limits behind the codes stand in `../limits`.
 */
import {
  companyGateLimits,
  documentLimits,
  frameLimits,
  membershipLimits,
  quotas,
  unauthenticatedPerMinute,
} from "../limits";
import type { RefusalCode } from "../messages";

export interface RefusalMeaning {
  /**
   * `later`: the same push may pass after `retryMs`. `with-ancestors`: once what it builds upon was sent. `elsewhere`:
   * the thing lives in another document. `after-update`: with a newer version of the app. `never`: not as it is.
   */
  readonly retry: "later" | "with-ancestors" | "elsewhere" | "after-update" | "never";
  /** `keep`: they stay in the outbox. `rescue`: out of the documents, into a file the person can read. */
  readonly edits: "keep" | "rescue";
  /** `right`: a person lost or lacks a right. `limit`: something is too big or too much. `fault`: an honest device never gets it. */
  readonly cause: "right" | "limit" | "fault";
}

const meaning = (
  cause: RefusalMeaning["cause"],
  retry: RefusalMeaning["retry"],
  edits: RefusalMeaning["edits"],
): RefusalMeaning => ({ cause, retry, edits });

export const refusalMeanings: Readonly<Record<RefusalCode, RefusalMeaning>> = {
  rate: meaning("limit", "later", "keep"),
  busy: meaning("limit", "later", "keep"),
  full: meaning("limit", "later", "keep"),
  session: meaning("right", "later", "keep"),
  deps: meaning("fault", "with-ancestors", "keep"),
  version: meaning("right", "after-update", "keep"),
  revoked: meaning("right", "never", "rescue"),
  grant: meaning("right", "never", "rescue"),
  gone: meaning("right", "elsewhere", "rescue"),
  size: meaning("limit", "never", "rescue"),
  ops: meaning("limit", "never", "rescue"),
  inflate: meaning("limit", "never", "rescue"),
  quota: meaning("limit", "never", "rescue"),
  form: meaning("fault", "never", "rescue"),
  seq: meaning("fault", "never", "rescue"),
  counter: meaning("fault", "never", "rescue"),
  actor: meaning("fault", "never", "rescue"),
  sig: meaning("fault", "never", "rescue"),
};

export interface LimitRule {
  readonly what: string;
  readonly limit: number;
  readonly unit: "bytes" | "count" | "per second" | "per minute" | "per day";
  /** What somebody hears who goes beyond it; null where the socket or request simply ends. */
  readonly code: RefusalCode | null;
}

/** Every limit inside a company and the code that refuses what exceeds it. */
export const limitRules: readonly LimitRule[] = [
  { what: "chunk on the wire", limit: companyGateLimits.chunk, unit: "bytes", code: "size" },
  { what: "chunk inflated", limit: companyGateLimits.inflated, unit: "bytes", code: "inflate" },
  { what: "operations of a change", limit: companyGateLimits.ops, unit: "count", code: "ops" },
  { what: "dependencies of a change", limit: companyGateLimits.deps, unit: "count", code: "form" },
  { what: "other actors of a change", limit: companyGateLimits.actors, unit: "count", code: "form" },
  { what: "columns of a change", limit: companyGateLimits.cols, unit: "count", code: "form" },
  { what: "message of a change", limit: companyGateLimits.message, unit: "bytes", code: "size" },
  { what: "bytes of a document", limit: documentLimits.bytes, unit: "bytes", code: "quota" },
  { what: "changes of a document", limit: documentLimits.changes, unit: "count", code: "quota" },
  { what: "actors of a document", limit: documentLimits.actors, unit: "count", code: "quota" },
  { what: "operations of a creator", limit: quotas.creator.opsPerMinute, unit: "per minute", code: "rate" },
  { what: "operations of others", limit: quotas.other.opsPerMinute, unit: "per minute", code: "rate" },
  { what: "membership entries", limit: membershipLimits.entries, unit: "count", code: "quota" },
  {
    what: "membership entries of a device",
    limit: membershipLimits.perDeviceAndDay,
    unit: "per day",
    code: "rate",
  },
  { what: "frame", limit: frameLimits.bytes, unit: "bytes", code: null },
  { what: "changes of a frame", limit: frameLimits.changes, unit: "count", code: null },
  { what: "frames of a socket", limit: frameLimits.perSecond, unit: "per second", code: null },
  { what: "sockets of a device", limit: frameLimits.socketsPerDevice, unit: "count", code: null },
  {
    what: "requests without a session",
    limit: unauthenticatedPerMinute.requests,
    unit: "per minute",
    code: null,
  },
];
