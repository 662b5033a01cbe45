/** The way of a newcomer: check the invitation, ask, wait for the comparison, open the company. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Result } from "#shared/kernel/result";
import type { Joining, JoinProblem } from "#shared/replica/identity/types";
import type { OpenProblem } from "#client/data";
import { useApp } from "#client/app/app-context";
import { writePreference } from "#client/platform/preferences";
import { nameWaitingFor } from "./introduce";

export type JoinStep =
  | { readonly type: "asking" }
  | { readonly type: "checking" }
  | { readonly type: "failed"; readonly problem: JoinProblem }
  | { readonly type: "requested" | "enrolled" | "refused" | "expired"; readonly joining: Joining }
  | { readonly type: "open-failed"; readonly problem: OpenProblem };

export interface JoinFlow {
  readonly step: Accessor<JoinStep>;
  readonly join: (link: string, name: string) => Promise<void>;
  /** As `join` where no relay answers: the request waits to be read from this screen. */
  readonly joinUnsent: (link: string, name: string) => Promise<void>;
  readonly resume: (company: string) => void;
  /** Back to the start; a request that waits is withdrawn. */
  readonly restart: () => Promise<void>;
}

/** `onOpen` is called once the company is on screen. */
export const createJoinFlow = (onOpen: () => void): JoinFlow => {
  const { identity, companies, origin } = useApp();
  const [step, setStep] = createSignal<JoinStep>({ type: "asking" });
  let stopFollowing: () => void = () => undefined;
  onCleanup(() => stopFollowing());

  const follow = (joining: Joining): void => {
    const show = (type: ReturnType<typeof joining.state.get>): void => {
      setStep({ type, joining });
      if (type === "enrolled") void open(joining.company);
    };
    stopFollowing();
    stopFollowing = joining.state.subscribe(show);
    show(joining.state.get());
  };
  const open = async (company: string): Promise<void> => {
    const result = await companies.open(company);
    if (!result.ok) setStep({ type: "open-failed", problem: result.error });
    else onOpen();
  };

  const take = (result: Result<Joining, JoinProblem>, name: string): void => {
    if (!result.ok) return void setStep({ type: "failed", problem: result.error });
    if (name.trim() !== "") writePreference(nameWaitingFor(result.value.company), name.trim());
    follow(result.value);
  };

  return {
    step,
    join: async (link, name) => {
      setStep({ type: "checking" });
      take(await identity.join(link, origin), name);
    },
    joinUnsent: async (link, name) => take(await identity.joinUnsent(link), name),
    resume: (company) => {
      const joining = identity.resumeJoin(company);
      if (joining !== undefined) follow(joining);
    },
    restart: async () => {
      stopFollowing();
      const now = step();
      setStep({ type: "asking" });
      if ("joining" in now && now.type === "requested") await now.joining.cancel();
    },
  };
};
