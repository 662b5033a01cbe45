import { For } from "solid-js";
import type { JSX } from "solid-js";
import type { SpaceUse } from "#shared/protocol/messages";
import { useFormat, useText } from "#client/app/i18n";
import { Gauge } from "#client/ui/meter";
import { Section } from "#client/ui/page";
import { connectMessages } from "./connect-messages";
import styles from "./settings.module.css";

const kinds = ["bytes", "changes", "files", "connections"] as const;

/** What the company uses of its relay, against what whoever runs it allows. */
export const RelaySpace = (props: { readonly use: SpaceUse }): JSX.Element => {
  const t = useText(connectMessages);
  const format = useFormat();
  const amount = (kind: (typeof kinds)[number], count: number): string =>
    kind === "bytes" || kind === "files" ? format().bytes(count) : format().number(count);
  const limited = () =>
    kinds.flatMap((kind) => {
      const { used, limit } = props.use[kind];
      return limit === null ? [] : [{ kind, used, limit }];
    });
  return (
    <Section title={t("spaceTitle")}>
      <div class={styles.stack}>
        <For each={limited()}>
          {({ kind, used, limit }) => (
            <Gauge
              label={t(kind)}
              value={amount(kind, used)}
              limitText={t("ofLimit", { limit: amount(kind, limit) })}
              share={{ value: used, limit }}
            />
          )}
        </For>
        <p class="quiet">{t("spaceText")}</p>
      </div>
    </Section>
  );
};
