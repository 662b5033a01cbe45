import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { useText } from "#client/app/i18n";
import { messages } from "./messages";
import styles from "./scan-screen.module.css";

/** A code that nothing could read, typed by hand. */
export const TypeCode = (props: { readonly onCode: (code: string) => void }): JSX.Element => {
  const t = useText(messages);
  const [text, setText] = createSignal("");
  return (
    <form
      class={styles.typing}
      onSubmit={(event) => {
        event.preventDefault();
        if (text().trim() !== "") props.onCode(text());
        setText("");
      }}
    >
      <TextField
        label={t("typed")}
        large
        value={text()}
        onInput={setText}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        ref={(element: HTMLInputElement) => queueMicrotask(() => element.focus())}
      />
      <Button type="submit" size="hall" variant="primary">
        {t("take")}
      </Button>
    </form>
  );
};
