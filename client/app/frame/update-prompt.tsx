import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { reloadPage } from "#client/platform/page";
import { Button, IconButton } from "#client/ui/button";
import { X } from "#client/ui/icons";
import { useApp } from "../app-context";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./update-prompt.module.css";

/** Offers a new version; nothing changes over under somebody's hands. */
export const UpdatePrompt = (): JSX.Element => {
  const t = useText(messages);
  const { companies, update: updates } = useApp();
  // A newer version in another tab changed the storage: this page can go no further until it is loaded again.
  const isReady = (): boolean => updates.update().type === "ready" && !companies.replaced();
  const isDue = (): boolean => companies.replaced() || (updates.update().type !== "current" && !isPutOff());
  const [isPutOff, setPutOff] = createSignal(false);
  const take = (): void => {
    const state = updates.update();
    if (state.type === "ready") state.take();
    else reloadPage();
  };
  return (
    <Show when={isDue()}>
      <div class={styles.prompt} role="status">
        {t(isReady() ? "updateReady" : "updateElsewhere")}
        <Button variant="primary" onClick={take}>
          {t(isReady() ? "updateTake" : "updateReload")}
        </Button>
        <IconButton label={t("close")} onClick={() => setPutOff(true)}>
          <X />
        </IconButton>
      </div>
    </Show>
  );
};
