import { Show, createResource } from "solid-js";
import type { JSX } from "solid-js";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { Note } from "#client/ui/note";
import { unfinishedBringIn } from "#shared/replica/bring-in/bring-in";
import { bringInMessages as messages } from "./bring-in-messages";

/** Says, where people begin their day, that an archive did not come in to its end, and where it goes on. */
const UnfinishedBringIn = (): JSX.Element => {
  const t = useText(messages);
  const { companies } = useApp();
  const [unfinished] = createResource(
    () => companies.bringIn(),
    (deps) => unfinishedBringIn(deps),
  );
  return (
    <Show when={(unfinished.latest ?? null) !== null}>
      <Note meaning="attention" title={t("unfinished")}>
        <p>
          {t("unfinishedHere")}{" "}
          <a class="link" href="/settings/device">
            {t("goOn")}
          </a>
        </p>
      </Note>
    </Show>
  );
};

export default UnfinishedBringIn;
