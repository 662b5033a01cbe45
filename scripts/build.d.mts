/** Builds client and relay, whatever was there. */
export declare const build: () => Promise<void>;
/** Builds when a source has changed since the last time. */
export declare const ensureBuilt: () => Promise<void>;
