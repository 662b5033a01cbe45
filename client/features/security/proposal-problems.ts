/** A sentence for everything that keeps a holder from agreeing to a proposal, or from handing it in. */
import type { AgreeProblem, OpenProposalProblem } from "#shared/replica/identity/proposal-types";
import type { RootChangeProblem } from "#shared/replica/identity/root-types";
import type { RelayProblem } from "#shared/replica/identity/types";
import { useFormat, useText } from "#client/app/i18n";
import { createMembershipWords } from "#client/features/settings";
import { proposalMessages } from "./proposal-messages";
import { rootMessages } from "./root-messages";

export type ProposalTrouble =
  | OpenProposalProblem
  | AgreeProblem
  | RootChangeProblem
  | RelayProblem
  | { readonly type: "CompanyNotProven" };

const plain = {
  NotAProposal: "notAProposal",
  ProposalTooNew: "tooNew",
  SignedTwice: "signedTwice",
  ProposalForeign: "foreign",
  ProposalChanged: "changed",
  ProposalStranger: "stranger",
  ProposalAhead: "ahead",
  ProposalDone: "proposalDone",
  ProposalNoOwner: "noOwner",
  ProposalEndsOthers: "endsOthers",
  SignedAlready: "signedAlready",
  CompanyNotProven: "notProven",
} as const;

const ofRelay = {
  RelayUnreachable: "unreachable",
  RelayAnswerInvalid: "answerInvalid",
  RelayRefused: "companyUnknown",
} as const;

/** `relay`: the address that was asked, where one was. */
export const createProposalProblems = (): ((problem: ProposalTrouble, relay?: string) => string) => {
  const t = useText(proposalMessages);
  const root = useText(rootMessages);
  const format = useFormat();
  const words = createMembershipWords();
  return (problem, relay = "") => {
    switch (problem.type) {
      case "ProposalStale":
        return t("stale", { no: problem.no, time: format().dateTime(problem.at) });
      case "RelayUnreachable":
      case "RelayAnswerInvalid":
      case "RelayRefused":
        return t(ofRelay[problem.type], { relay });
      case "PaperKeyMistyped":
        return root("mistyped");
      case "PaperKeyReplaced":
        return root("replaced", { time: format().dateTime(problem.at) });
      case "PaperKeyForeign":
        return root("foreign");
      case "AgreementMissing":
        return root("agreementMissing", { n: problem.needed });
      case "HoldersMissing":
        return root("holdersMissing");
      case "PapersTooFew":
        return root("papersTooFew", { n: problem.needed });
      case "KeysTooMany":
        return root("tooMany", { max: problem.max });
      case "RelayNotConnected":
      case "NotAllowed":
        return words(problem);
      default:
        return t(plain[problem.type]);
    }
  };
};
