import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { addCaseBan, removeCaseBan } from "#shared/domain/cases";
import type { CaseBan, CaseSource } from "#shared/domain/cases";
import type { Asset } from "#shared/domain/inventory";
import { category, categoryTree } from "#shared/domain/settings";
import type { CategoryId } from "#shared/domain/settings";
import { useText } from "#client/app/i18n";
import { createRows, useCommands } from "#client/data";
import { Button, IconButton } from "#client/ui/button";
import { useEditable } from "#client/ui/editing";
import { TextField } from "#client/ui/field";
import { Ban, X } from "#client/ui/icons";
import { SelectField } from "#client/ui/select-field";
import { messages } from "./messages";
import styles from "./cases.module.css";

interface CaseRulesProps {
  readonly row: Asset;
  readonly source: CaseSource;
}

/** What may not go into the case: by category or by how codes begin. */
export const CaseRules = (props: CaseRulesProps): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const isEditable = useEditable();
  const categories = createRows(category);
  const nodes = createMemo(() => categoryTree(categories()));
  const bans = createMemo(() => props.source.bans(props.row.id));
  const name = (ban: CaseBan): string => {
    if (ban.prefix !== undefined) return t("rulePrefix", { prefix: ban.prefix });
    const found = nodes().find((node) => node.category.id === ban.category);
    return t("ruleCategory", { name: found?.path.join(" / ") ?? t("unknown") });
  };
  return (
    <div class={styles.stack}>
      <ul class={styles.rules}>
        <For each={bans()}>
          {(ban) => (
            <li class={styles.rule}>
              <Ban />
              {name(ban)}
              <Show when={isEditable()}>
                <IconButton
                  label={t("removeRule", { name: name(ban) })}
                  onClick={() =>
                    void commands.runCommand(removeCaseBan, { product: props.row.product, ban: ban.id })
                  }
                >
                  <X />
                </IconButton>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isEditable()}>
        <AddRule row={props.row} nodes={nodes()} />
      </Show>
    </div>
  );
};

const none = "-";

const AddRule = (props: {
  readonly row: Asset;
  readonly nodes: ReturnType<typeof categoryTree>;
}): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const [chosen, setChosen] = createSignal<CategoryId>();
  const [prefix, setPrefix] = createSignal("");
  const canAdd = (): boolean => (chosen() === undefined) !== (prefix().trim() === "");
  const add = (): void => {
    if (!canAdd()) return;
    const begins = prefix().trim();
    void commands.runCommand(addCaseBan, {
      product: props.row.product,
      case: props.row.id,
      ...(begins === "" ? { category: chosen() } : { prefix: begins }),
    });
    setChosen();
    setPrefix("");
  };
  return (
    <form
      class={styles.ruleForm}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <SelectField<CategoryId | typeof none>
        label={t("category")}
        value={chosen() ?? none}
        options={[
          { value: none, label: t("noCategory") },
          ...props.nodes.map((node) => ({ value: node.category.id, label: node.path.join(" / ") })),
        ]}
        onChange={(value) => setChosen(value === none ? undefined : value)}
      />
      <TextField label={t("prefix")} maxlength={40} value={prefix()} onInput={setPrefix} />
      <Button type="submit" disabled={!canAdd()}>
        {t("addRule")}
      </Button>
    </form>
  );
};
