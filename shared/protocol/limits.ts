/** Limits inside a company. What exceeds one is refused with a code, never silently cut. */

/** What the gate allows one change. */
export interface GateLimits {
  /** Bytes of the chunk on the wire. */
  readonly chunk: number;
  /** Bytes of the change after inflating. */
  readonly inflated: number;
  readonly ops: number;
  readonly deps: number;
  /** Other actors referenced by the change. */
  readonly actors: number;
  /** Bytes of the change message. */
  readonly message: number;
  /** Columns of the change. */
  readonly cols: number;
}

export const companyGateLimits: GateLimits = {
  chunk: 256 * 1024,
  inflated: 2 * 1024 * 1024,
  ops: 8_000,
  deps: 64,
  actors: 256,
  message: 4_096,
  cols: 32,
};

/** How large a document may become. */
export interface DocumentLimits {
  /** Sum of its chunks. */
  readonly bytes: number;
  readonly changes: number;
  readonly actors: number;
}

export const documentLimits: DocumentLimits = {
  bytes: 32 * 1024 * 1024,
  changes: 100_000,
  actors: 4_096,
};

/** A document that takes the place of one that has grown too large. */
export const replacementLimits = {
  /** From this share of any limit on, a document is due. */
  rotateAt: 0.6,
  /** Newest changes a card may name of either document. */
  heads: 512,
  /** Bytes of what the new document begins with: one frame holds it. */
  bytes: 12 * 1024 * 1024,
  /** A card older than this was in a relay's log before; that relay forgot it. */
  knownAfterMs: 3_600_000,
} as const;

/** Signed rows of one document, and how many documents' rows share a frame. */
export const rowLimits = {
  /** Bytes of the body on the wire. */
  bytes: 256 * 1024,
  /** Bytes of the body after inflating. */
  inflated: 4 * 1024 * 1024,
  heads: 64,
  documents: 256,
} as const;

export const frameLimits = {
  /** Bytes of one WebSocket message. */
  bytes: 16 * 1024 * 1024,
  /** Changes in one push frame, over any number of documents. */
  changes: 500,
  /** Membership entries in one frame. */
  entries: 1_000,
  /** Documents named in one frame. */
  documents: 20_000,
  perSecond: 50,
  socketsPerDevice: 4,
} as const;

export interface OperationShare {
  readonly burstOps: number;
  readonly opsPerMinute: number;
}

export const quotas = {
  /** For devices that may begin documents of the company. */
  creator: { burstOps: 1_000_000, opsPerMinute: 100_000 },
  other: { burstOps: 60_000, opsPerMinute: 10_000 },
  /** For signed rows of any device, so many bytes of them for one operation. */
  rows: { burstOps: 1_000_000, opsPerMinute: 100_000, bytesPerOperation: 16 },
} as const;

/**
 * What one device may bring back of what a relay forgot, in bytes. What was really missing is not counted; these limit
 * what a relay looks at in vain.
 */
export const restoreQuota = {
  burst: 128 * 1024 * 1024,
  perMinute: 32 * 1024 * 1024,
  /** Added for each document: reading and comparing it. */
  ofDocument: 64 * 1024,
  /** Added for each tip and receipt: a signature to check. */
  ofProof: 4 * 1024,
} as const;

/** What is kept of devices that may not write any more, until somebody decides about it. */
export const heldLimits = {
  bytesOfDevice: 4 * 1024 * 1024,
  changesOfDevice: 10_000,
  /** Of one company. */
  bytes: 64 * 1024 * 1024,
  /** Characters of the reason for which something is discarded. */
  whyLength: 500,
} as const;

export const membershipLimits = {
  entries: 20_000,
  perDeviceAndDay: 500,
  entryBytes: 65_536,
  inviteMs: 24 * 3_600_000,
  /** Life of an invitation that lets crew in without a person's approval. */
  badgeInMs: 15 * 60_000,
  inviteUses: 100,
} as const;

/** Requests per minute and address from somebody without a session. */
export const unauthenticatedPerMinute = { requests: 30, labels: 60 } as const;

export const times = {
  sessionMs: 12 * 3_600_000,
  challengeMs: 60_000,
  nonceCacheMs: 12 * 60_000,
  /** A change dated further ahead than this is accepted but marked. */
  futureMs: 48 * 3_600_000,
  /** How long a recovery signed by paper alone waits for a veto. */
  recoverWaitMs: 48 * 3_600_000,
  /** How long after its end an invitation may still turn up as used: by somebody who approved without a network. */
  lateApprovalMs: 14 * 24 * 3_600_000,
  /** How long the relay keeps what a device wrote that may not write any more, for somebody to adopt. */
  heldMs: 30 * 24 * 3_600_000,
} as const;

/** Versions of the frame protocol this code speaks. */
export const protocolVersions: readonly number[] = [1];
