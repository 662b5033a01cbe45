import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { Button, IconButton } from "#client/ui/button";
import { X } from "#client/ui/icons";
import { useApp } from "../app-context";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./update-prompt.module.css";

/** Offers a new version; nothing changes over under somebody's hands. */
export const UpdatePrompt = (): JSX.Element => {
  const t = useText(messages);
  const { update } = useApp().update;
  const [isPutOff, setPutOff] = createSignal(false);
  const take = (): void => {
    const state = update();
    if (state.type === "ready") state.take();
    if (state.type === "taken-elsewhere") state.reload();
  };
  return (
    <Show when={update().type !== "current" && !isPutOff()}>
      <div class={styles.prompt} role="status">
        {t(update().type === "ready" ? "updateReady" : "updateElsewhere")}
        <Button variant="primary" onClick={take}>
          {t(update().type === "ready" ? "updateTake" : "updateReload")}
        </Button>
        <IconButton label={t("close")} onClick={() => setPutOff(true)}>
          <X />
        </IconButton>
      </div>
    </Show>
  );
};
