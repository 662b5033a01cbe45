import type { DocumentLimits } from "#shared/protocol/limits";
import type { HallShare } from "../hall/hall-budget";

export interface HostLimits {
  /** How large documents may become. */
  readonly limits: DocumentLimits;
  /** What a relay in a hall may waste of this device's time. */
  readonly share: HallShare;
}
