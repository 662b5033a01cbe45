/** What a tab says to its sync worker. The worker answers only that it has stopped; everything else goes through the store. */
export type ToSyncWorker =
  { readonly t: "start"; readonly company: string } | { readonly t: "wake" } | { readonly t: "stop" };

export type FromSyncWorker = { readonly t: "stopped" };
