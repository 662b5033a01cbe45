/**
 * Why a socket was closed, in one table: number, name, who has to act, and whether trying again helps.
 * Numbers are never reused. 1000–1015 belong to WebSocket itself; ours are 4000–4999.
 */

export interface CloseCode {
  readonly code: number;
  readonly name: string;
  /** Who can change something about it. */
  readonly acts: "nobody" | "client" | "person" | "operator";
  /** `no`: not with the same session and data; `later`: with back-off; `now`: at once, once. */
  readonly retry: "no" | "later" | "now";
}

export const closeCodes = {
  "shutting-down": { code: 1001, name: "shutting-down", acts: "nobody", retry: "later" },
  "bad-frame": { code: 4000, name: "bad-frame", acts: "client", retry: "later" },
  "too-large": { code: 4001, name: "too-large", acts: "client", retry: "later" },
  "too-many": { code: 4002, name: "too-many", acts: "client", retry: "later" },
  "bad-signature": { code: 4003, name: "bad-signature", acts: "client", retry: "no" },
  replayed: { code: 4004, name: "replayed", acts: "client", retry: "now" },
  unauthorized: { code: 4005, name: "unauthorized", acts: "person", retry: "no" },
  revoked: { code: 4006, name: "revoked", acts: "person", retry: "no" },
  forbidden: { code: 4007, name: "forbidden", acts: "person", retry: "no" },
  "not-found": { code: 4008, name: "not-found", acts: "person", retry: "no" },
  "client-too-old": { code: 4009, name: "client-too-old", acts: "person", retry: "no" },
  "relay-too-old": { code: 4010, name: "relay-too-old", acts: "operator", retry: "later" },
  "over-quota": { code: 4011, name: "over-quota", acts: "operator", retry: "later" },
  "session-expired": { code: 4012, name: "session-expired", acts: "client", retry: "now" },
  "too-slow": { code: 4013, name: "too-slow", acts: "client", retry: "later" },
  "no-hello": { code: 4014, name: "no-hello", acts: "client", retry: "later" },
  "storage-failed": { code: 4015, name: "storage-failed", acts: "operator", retry: "later" },
  "wrong-origin": { code: 4016, name: "wrong-origin", acts: "operator", retry: "later" },
} as const satisfies Record<string, CloseCode>;

export type CloseName = keyof typeof closeCodes;

/** Undefined for codes that are not ours, such as 1006 for a lost connection: treat those as `later`. */
export const closeCodeByNumber = (code: number): (typeof closeCodes)[CloseName] | undefined =>
  Object.values(closeCodes).find((known) => known.code === code);
