/** Builds client and relay, whatever was there. Quiet: only what makes it fail is said. */
export declare const build: (options?: { readonly isQuiet?: boolean }) => Promise<void>;
/** Builds when a source has changed since the last time. */
export declare const ensureBuilt: () => Promise<void>;
