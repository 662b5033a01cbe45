/** What an archive holds and why it was not brought in, in words. */
import { useFormat, useText } from "#client/app/i18n";
import type { BringInProblem } from "#shared/replica/bring-in/bring-in";
import type { ReadyArchive, ReadyProblem } from "./bring-in-archive";
import { bringInMessages } from "./bring-in-messages";

const bytesPerMebibyte = 1024 * 1024;

export const createBringInWords = (): {
  readonly problem: (problem: ReadyProblem | BringInProblem) => string;
  readonly found: (archive: ReadyArchive) => string;
} => {
  const t = useText(bringInMessages);
  const format = useFormat();
  return {
    problem: (problem) => {
      switch (problem.type) {
        case "NotAnArchive":
          return t("notAnArchive");
        case "CutOff":
          return t("cutOff");
        case "NotOurs":
          return t("notOurs");
        case "WrongVersion":
          return t("wrongVersion");
        case "Damaged":
          return t("damaged");
        case "Tampered":
          return t("tampered");
        case "UnsafeNames":
          return t("unsafeNames");
        case "TooBig":
          return t("tooBig", { limit: format().number(problem.limitBytes / bytesPerMebibyte) });
        case "NotOwner":
          return t("notOwner");
        case "NotEmpty":
          return t("notEmpty");
        case "OtherArchive":
          return t("otherArchive");
        case "NotAllowed":
          return t("notAllowed");
        case "Stopped":
          return t("stopped");
        case "StoreFailed":
          return t("failed", { message: problem.message });
      }
    },
    found: ({ proven }) => {
      const documents = t("found", { n: proven.documents.length });
      const notes = [
        proven.empty > 0 ? t("foundEmpty", { n: proven.empty }) : "",
        proven.followed > 0 ? t("foundFollowed", { n: proven.followed }) : "",
      ];
      return [documents, ...notes.filter((note) => note !== "")].join(" ");
    },
  };
};
