/** One of the processes of a nightly run: carries out the portions it is sent, one at a time. */
import * as v from "valibot";
import { startAutomerge } from "#tests/support/automerge";
import { portionSchema, runPortion } from "./portions";

const begun = startAutomerge();

process.on("message", (message) => {
  void begun
    .then(() => runPortion(v.parse(portionSchema, message)))
    .then(
      (result) => process.send?.({ type: "done", result }),
      (defect: unknown) =>
        process.send?.({ type: "failed", why: defect instanceof Error ? defect.stack : String(defect) }),
    );
});
// The one who sends portions is gone.
process.on("disconnect", () => process.exit(0));
