/** What somebody may do, area by area. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { useText } from "#client/app/i18n";
import { classes } from "#client/ui/classes";
import { Check, Eye, Minus, Pencil } from "#client/ui/icons";
import { SelectField } from "#client/ui/select-field";
import { areas, levels } from "./areas";
import type { Area, Level, Levels } from "./areas";
import { messages } from "./messages";
import styles from "./people.module.css";
import { roleMessages } from "./role-messages";

const icons = { none: Minus, sees: Eye, edits: Pencil, changes: Check } as const;

/** How the company is set up is no secret to anybody in it. */
const offered = (area: Area): readonly Level[] =>
  area === "settings" ? levels.filter((level) => level !== "none") : levels;

const LevelWords = (props: { readonly level: Level; readonly single: boolean }): JSX.Element => {
  const t = useText(roleMessages);
  const icon = () => (props.single ? icons.sees : icons[props.level]);
  return (
    <span class={classes(styles.level, props.level === "none" && !props.single && styles.absent)}>
      <Dynamic component={icon()} />
      {t(props.single ? "level_single" : `level_${props.level}`)}
    </span>
  );
};

export const RightsTable = (props: {
  readonly label: string;
  readonly levels: Levels;
  /** Single events are open, whatever holds for all of them. */
  readonly single?: boolean | undefined;
  /** Makes the levels choosable. */
  readonly onChange?: ((area: Area, level: Level) => void) | undefined;
}): JSX.Element => {
  const t = useText(messages);
  const words = useText(roleMessages);
  return (
    <table class={styles.rights} aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col">{t("areaHead")}</th>
          <th scope="col">{t("mayHead")}</th>
        </tr>
      </thead>
      <tbody>
        <For each={areas}>
          {(area) => (
            <tr>
              <th scope="row">{words(`head_${area}`)}</th>
              <td>
                <Show
                  when={props.onChange}
                  fallback={
                    <LevelWords
                      level={props.levels[area]}
                      single={area === "events" && props.levels.events === "none" && props.single === true}
                    />
                  }
                >
                  {(onChange) => (
                    <SelectField<Level>
                      label={words(`head_${area}`)}
                      hideLabel
                      value={props.levels[area]}
                      options={offered(area).map((value) => ({ value, label: words(`level_${value}`) }))}
                      onChange={(level) => onChange()(area, level)}
                    />
                  )}
                </Show>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
};
