/** Sentences for everything that can go wrong before a company is open. */
import { unreachable } from "#shared/kernel/result";
import type { EnrolmentFailure } from "#shared/protocol/enrolment";
import type { RecoverProblem } from "#shared/replica/identity/recovery-types";
import type { JoinProblem } from "#shared/replica/identity/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { messages } from "./messages";
import type { StartProblem } from "./start-company";

const refusals: Partial<Record<EnrolmentFailure, "tokenWrong" | "relayLists">> = {
  "creation-token": "tokenWrong",
  "creation-unlisted": "relayLists",
};

export const createStartWords = (): ((problem: StartProblem) => string) => {
  const t = useText(messages);
  const { origin } = useApp();
  return (problem) => {
    switch (problem.type) {
      case "RelayUnreachable":
        return t("unreachable", { relay: origin });
      case "RelayAnswerInvalid":
        return t("relayBusy", { relay: origin });
      case "RelayRefused":
        return t(refusals[problem.code] ?? "relayClosed", { relay: origin });
      case "StorageFailed":
        return t("failStorage", { message: problem.message });
      case "NameMissing":
        return t("companyMissing");
      case "NameTooLong":
        return t("tooLong", { max: problem.max });
      default:
        return t("failStorage", { message: problem.type });
    }
  };
};

export const createJoinWords = (): ((problem: JoinProblem | RecoverProblem, relay: string) => string) => {
  const t = useText(messages);
  const format = useFormat();
  return (problem, relay) => {
    switch (problem.type) {
      case "NotAnInvitation":
        return t("notInvitation");
      case "InvitationTooNew":
        return t("tooNew");
      case "RelayUnreachable":
        return t("unreachable", { relay });
      case "RelayAnswerInvalid":
        return t("answerInvalid", { relay });
      case "RelayRefused":
        return t("relayRefused");
      case "CompanyNotProven":
        return t("notProven");
      case "InvitationUnknown":
        return t("unknown");
      case "InvitationExpired":
        return t("expired", { time: format().dateTime(problem.at) });
      case "InvitationUsed":
        return t("used");
      case "AlreadyMember":
        return t("alreadyMember");
      case "PaperKeyMistyped":
        return t("mistyped");
      case "PaperKeyReplaced":
        return t("paperReplaced", { time: format().dateTime(problem.at) });
      case "PaperKeysMissing":
        return t("papersMissing", { n: problem.needed });
      case "CompanyUnknown":
        return t("companyUnknown");
      default:
        return unreachable(problem);
    }
  };
};

/** The relay an invitation points to, for sentences; the text itself when it is no address. */
export const relayOf = (link: string): string => {
  try {
    return new URL(link).host;
  } catch {
    return link.slice(0, 60);
  }
};
