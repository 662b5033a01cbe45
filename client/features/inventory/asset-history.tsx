import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { event } from "#shared/domain/events";
import { asset } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import type { LoggedMovement } from "#shared/domain/scanning";
import { person } from "#shared/domain/settings";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, useReplica } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { classes } from "#client/ui/classes";
import { messages } from "./messages";
import type { Places } from "./places";
import styles from "./inventory.module.css";

/** A movement in words. */
const createMovementWords = (places: Places): ((fact: LoggedMovement) => string) => {
  const t = useText(messages);
  const { rows } = useReplica();
  return (fact) => {
    const eventName = fact.event === undefined ? undefined : rows.get(event, fact.event)?.name;
    const caseCode = (fact.inCase === undefined ? undefined : rows.get(asset, fact.inCase)?.code) ?? "?";
    const place = places.path(fact.location);
    switch (fact.kind) {
      case "out":
        return eventName === undefined ? t("moved_outNowhere") : t("moved_out", { event: eventName });
      case "in":
        return place === "" ? t("moved_in") : t("moved_inAt", { place });
      case "packed":
        return t("moved_packed", { case: caseCode });
      case "unpacked":
        return t("moved_unpacked", { case: caseCode });
      case "transferred":
        return t("moved_transferred", { place });
      default:
        return t(`moved_${fact.kind}`);
    }
  };
};

/** Every fact about an asset, newest first; what was taken back stays and is struck out. */
export const AssetHistory = (props: { readonly asset: AssetId; readonly places: Places }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  // eslint-disable-next-line solid/reactivity -- stays the same object for as long as the screen is shown
  const words = createMovementWords(props.places);
  const facts = () => positions().factsOf(props.asset);
  const undone = () => new Set(facts().flatMap((fact) => fact.undoes ?? []));
  const shown = () =>
    facts()
      .filter((fact) => fact.undoes === undefined)
      .toReversed();
  const when = (fact: LoggedMovement): string => {
    const time = positions().timeOf(fact);
    return `${time.isExact ? "" : "≈ "}${format().dateTime(time.at, app.now())}`;
  };
  return (
    <Show when={shown().length > 0} fallback={<p class="quiet">{t("nothingYet")}</p>}>
      <ol class={styles.timeline}>
        <For each={shown()}>
          {(fact) => (
            <li class={styles.moment}>
              <span class="small faint">{when(fact)}</span>
              <span class={classes(undone().has(fact.id) && styles.undone)}>
                {words(fact)}{" "}
                <span class="small faint">
                  {t("by", { name: rows.get(person, fact.by)?.name ?? t("someone") })}
                </span>
                <Show when={undone().has(fact.id)}>
                  <span class="small faint"> · {t("undone")}</span>
                </Show>
              </span>
            </li>
          )}
        </For>
      </ol>
    </Show>
  );
};
