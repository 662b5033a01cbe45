/** A paper key to write down or print, and the three groups that show it was. */
import { For, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { PaperKeySheet } from "#shared/replica/identity/types";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { Printer } from "#client/ui/icons";
import { printPage } from "#client/platform/page";
import { messages } from "./messages";
import { QrCode } from "./qr-code";
import styles from "./settings.module.css";

export const PaperSheet = (props: { readonly sheet: PaperKeySheet }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.stack}>
      <p>{t("paperName", { name: props.sheet.name })}</p>
      <div class={styles.sheet}>
        <ol class={styles.groups} aria-label={t("paperKey")}>
          <For each={props.sheet.groups}>
            {(group, index) => (
              <li>
                <small>{index() + 1}</small>
                {group}
              </li>
            )}
          </For>
        </ol>
        <QrCode label={t("paperQr")} text={props.sheet.qr} />
      </div>
      <p class="quiet">{t("paperNever")}</p>
      <Button onClick={printPage}>
        <Printer />
        {t("paperPrint")}
      </Button>
    </div>
  );
};

export const PaperCheck = (props: {
  readonly sheet: PaperKeySheet;
  /** Answers the positions that were typed wrong; none means the paper is right. */
  readonly onCheck: (typed: readonly [string, string, string]) => Promise<readonly number[]>;
}): JSX.Element => {
  const t = useText(messages);
  const [typed, setTyped] = createSignal<readonly [string, string, string]>(["", "", ""]);
  const [wrong, setWrong] = createSignal<readonly number[]>([]);
  const setAt = (index: number, text: string): void => {
    const [a, b, c] = typed();
    setTyped([index === 0 ? text : a, index === 1 ? text : b, index === 2 ? text : c]);
  };
  return (
    <form
      class={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void props.onCheck(typed()).then(setWrong);
      }}
    >
      <div class={styles.typed}>
        <For each={props.sheet.ask}>
          {(position, index) => (
            <TextField
              large
              label={t("paperGroup", { n: position + 1 })}
              class="code"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              value={typed()[index()] ?? ""}
              error={wrong().includes(position) ? t("paperWrong") : undefined}
              onInput={(text) => setAt(index(), text)}
            />
          )}
        </For>
      </div>
      <Button
        type="submit"
        variant="primary"
        size="touch"
        disabled={typed().some((each) => each.trim() === "")}
      >
        {t("paperCheck")}
      </Button>
    </form>
  );
};
