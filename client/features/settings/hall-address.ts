/** An address as people type it, and what came of asking there. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { RelayProblem } from "#shared/replica/identity/types";

export type AddressProblem = "badAddress" | "needsHttps";

/** Without a scheme https is meant. A page over https may not speak with anybody over http. */
export const hallAddress = (typed: string, page: string): Result<string, AddressProblem> => {
  const text = typed.trim();
  const address = text.includes("://") ? text : `https://${text}`;
  if (!URL.canParse(address)) return err("badAddress");
  const url = new URL(address);
  if (!["http:", "https:"].includes(url.protocol) || url.username !== "") return err("badAddress");
  if (url.protocol === "http:" && page.startsWith("https:")) return err("needsHttps");
  return ok(url.origin);
};

/** Asked what it is: it answers everybody. */
export const problemOfLooking = ({ type }: RelayProblem): "unreachable" | "noRelay" =>
  type === "RelayUnreachable" ? "unreachable" : "noRelay";

/** Asked for its key and shown the company's log: it had just answered, so that browsers keep back what it does not say to this page. */
export const problemOfShowing = (
  problem: RelayProblem | { readonly type: "RelayUnproven" },
): "noRelay" | "unproven" | "notInHall" | "otherPages" | "closed" | "notTaken" => {
  if (problem.type === "RelayUnproven") return "unproven";
  if (problem.type === "RelayUnreachable") return "otherPages";
  if (problem.type === "RelayAnswerInvalid") return "noRelay";
  if (problem.code === "not-found") return "notInHall";
  return problem.code.startsWith("creation-") ? "closed" : "notTaken";
};
