/**
 * What the relay says about membership, to the host's own log and to every tab. Requests to join that nobody settled
 * are told again to a tab that opens later: the relay names them once per connection, and that may be another tab's.
 */
import { idOfSigned, parseEnvelope } from "#shared/protocol/envelope";
import { joinKind } from "#shared/protocol/membership/entry-kinds";
import type { Join } from "#shared/protocol/membership/types";
import type { RelayMsg } from "#shared/protocol/messages";
import { encodeRelayMsg } from "#shared/protocol/messages-codec";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { ReplicaDeps } from "../ports";
import type { SyncProblem } from "../types";
import type { HostMembership } from "./standing";

interface MembershipPostDeps extends Pick<ReplicaDeps, "channel" | "sha256"> {
  readonly membership: HostMembership;
  readonly report: (problem: SyncProblem) => void;
}

export class MembershipPost {
  readonly #deps: MembershipPostDeps;
  /** Requests of this connection that wait for somebody. */
  readonly #waiting = new Map<string, RelayMsg>();

  constructor(deps: MembershipPostDeps) {
    this.#deps = deps;
  }

  async take(message: RelayMsg): Promise<void> {
    const { membership, report } = this.#deps;
    this.#post(message);
    const taken = await membership.link.receive(message);
    if (!taken.ok) {
      const reason = taken.error.type === "LogForked" ? "fork" : "signature";
      report({ type: "RelayUntrusted", reason, thing: null });
    } else if (message.t === "join") {
      const join = parseEnvelope<Join>(message.join);
      if (join.ok)
        this.#waiting.set(textOfBytes(idOfSigned(joinKind, join.value, this.#deps.sha256)), message);
    } else if (message.t === "join-closed") this.#waiting.delete(textOfBytes(message.join));
  }

  /** To a tab that just opened. */
  tell(): void {
    for (const message of this.#waiting.values()) this.#post(message);
  }

  /** The connection ended; the next one names what waits then. */
  forget(): void {
    this.#waiting.clear();
  }

  #post(message: RelayMsg): void {
    this.#deps.channel.post({ t: "from-relay", frame: encodeRelayMsg(message) });
  }
}
