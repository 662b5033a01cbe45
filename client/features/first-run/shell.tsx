import { For, Show } from "solid-js";
import type { Component, JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { locales, useLocale, useText } from "#client/app/i18n";
import { Avatar } from "#client/ui/avatar";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { ShieldCheck, Smartphone, Users } from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { messages } from "./messages";
import { createOriginNotices } from "./origin-notices";
import { Stage } from "./stage";
import styles from "./welcome.module.css";

const languageNames = { en: "English", de: "Deutsch" } as const;

const LanguageChoice = (): JSX.Element => {
  const t = useText(messages);
  const { locale, setLocale } = useLocale();
  return (
    <div class={styles.languages} role="group" aria-label={t("language")}>
      <For each={locales}>
        {(each) => (
          <Button
            variant="bare"
            aria-pressed={locale() === each}

            onClick={() => setLocale(each)}
          >
            {languageNames[each]}
          </Button>
        )}
      </For>
    </div>
  );
};

const Brand = (props: { readonly class?: string | undefined }): JSX.Element => (
  <div class={classes(styles.brand, props.class)}>
    <Avatar name="EventKit" colour="company" />
    EventKit
    <LanguageChoice />
  </div>
);

const Notices = (): JSX.Element => {
  const t = useText(messages);
  const notices = createOriginNotices();
  return (
    <Show when={notices().length > 0}>
      <div class={styles.notices} role="status" aria-label={t("noticeTitle")}>
        <For each={notices()}>
          {(notice) => (
            <p class={classes(styles.notice, meanings.attention)}>
              <MeaningIcon meaning="attention" />
              {t(notice)}
            </p>
          )}
        </For>
      </div>
    </Show>
  );
};

const PromiseLine = (props: {
  readonly icon: Component;
  readonly title: string;
  readonly text: string;
}): JSX.Element => (
  <div class={styles.promise}>
    <Dynamic component={props.icon} />
    <div>
      <b>{props.title}</b>
      {props.text}
    </div>
  </div>
);

/** The page outside any company: words and choices at the left, the stage at the right or on top. */
export const FirstRunShell = (props: { readonly children: JSX.Element }): JSX.Element => {
  const t = useText(messages);
  return (
    <main class={styles.page}>
      <Stage class={styles.strip} low>
        <Brand class={styles.stripBrand} />
      </Stage>
      <div class={styles.left}>
        <Brand />
        <Notices />
        {props.children}
      </div>
      <Stage class={styles.picture}>
        <div class={styles.promises}>
          <PromiseLine icon={Smartphone} title={t("promise1")} text={t("promise1Text")} />
          <PromiseLine icon={ShieldCheck} title={t("promise2")} text={t("promise2Text")} />
          <PromiseLine icon={Users} title={t("promise3")} text={t("promise3Text")} />
        </div>
      </Stage>
    </main>
  );
};
