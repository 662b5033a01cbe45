/** The companies this browser profile holds, and the storage they lie in, as the shell sees them. */
import type { Accessor } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";

export interface CompanyEntry {
  /** Base64url of the 32-byte company id. */
  readonly company: string;
  readonly name: string;
  /** The demo company: lives on this device only and may be removed without loss. */
  readonly demo: boolean;
  /** Device time of the last opening. */
  readonly openedAt: Ms;
}

export type OpenProblem =
  | { readonly type: "CompanyUnknown" }
  | { readonly type: "StorageFailed"; readonly message: string }
  /** Data written by a newer version of the app. */
  | { readonly type: "VersionTooOld" };

export interface StorageState {
  /** `memory`: nothing survives closing this page, and the person must be told. */
  readonly mode: "disk" | "memory";
  /** Whether the browser promised not to clear the data on its own. */
  readonly persistent: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}

export interface Companies {
  readonly list: Accessor<readonly CompanyEntry[]>;
  /** The company on screen. */
  readonly current: Accessor<Replica | undefined>;
  open(company: string): Promise<Result<Replica, OpenProblem>>;
  /** Closes the company on screen; the list is shown again. */
  leave(): Promise<void>;
  /** Deletes everything this device holds of the company. What was not on a relay is gone. */
  remove(
    company: string,
  ): Promise<Result<void, { readonly type: "StorageFailed"; readonly message: string }>>;

  readonly storage: Accessor<StorageState>;
  /** Asks the browser to keep the data. Call after something worth keeping was done, in a handler of the person's action. */
  keep(): Promise<boolean>;
}
