/** Failed commands, told by a toast in plain words. */
import type { Failure } from "#client/data";
import { showToast } from "#client/ui/toast";
import { useText } from "../i18n";
import { messages } from "../messages";

const messageOf = (problem: Failure["problem"]): string =>
  "message" in problem && typeof problem.message === "string" ? problem.message : "";

/** Sentences for what can go wrong with any command; features say their own reasons beside the field. */
export const createFailureToast = (): ((failure: Failure) => void) => {
  const t = useText(messages);
  const readOnly = { "too-old": "failTooOld", damaged: "failDamaged" } as const;
  const sentence = (problem: Failure["problem"]): string => {
    switch (problem.type) {
      case "StorageFailed":
        return t("failStorage", { message: messageOf(problem) });
      case "NotAllowed":
        return t("failNotAllowed");
      case "DocumentMissing":
        return t("failMissing");
      case "DocumentReadOnly": {
        const why = "why" in problem ? problem.why : undefined;
        return t(why === "too-old" || why === "damaged" ? readOnly[why] : "failStopped");
      }
      case "NothingToUndo":
        return t("nothingToUndo");
      default:
        return t("failOther");
    }
  };
  return ({ problem }) =>
    showToast({ text: sentence(problem), meaning: problem.type === "NothingToUndo" ? "info" : "problem" });
};
