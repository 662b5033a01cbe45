import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { addCode, asset, code, product, removeCode } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { createIndex, createMay, createRowsOf, useCommands, useReplica } from "#client/data";
import { codeIndex } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button, IconButton } from "#client/ui/button";
import { Editable, useEditable } from "#client/ui/editing";
import { TextField } from "#client/ui/field";
import { X } from "#client/ui/icons";
import { Section } from "#client/ui/page";
import { messages } from "./messages";
import styles from "./inventory.module.css";

interface CodesProps {
  readonly product: ProductId;
  readonly asset?: AssetId;
}

/** Further codes of an asset or, without one, of the whole product. */
export const CodeSection = (props: CodesProps): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const isHere = createRowsOf(code, () => thingOf(props.product), {
    where: (row) => row.asset === props.asset,
  });
  const mayEdit = (): boolean => may("write", "inventory");
  return (
    <Show when={mayEdit() || isHere().length > 0}>
      <Section
        title={t(props.asset === undefined ? "productCodes" : "codes")}
        note={mayEdit() ? t("codesText") : undefined}
      >
        <Editable when={mayEdit()}>
          <CodeList {...props} />
        </Editable>
      </Section>
    </Show>
  );
};

const CodeList = (props: CodesProps): JSX.Element => {
  const t = useText(messages);
  const isEditable = useEditable();
  const commands = useCommands();
  const [typed, setTyped] = createSignal("");
  const mine = createRowsOf(code, () => thingOf(props.product), {
    where: (row) => row.asset === props.asset,
  });
  const add = (): void => {
    if (typed().trim() === "") return;
    const owner = props.asset === undefined ? {} : { asset: props.asset };
    void commands.runCommand(addCode, { product: props.product, ...owner, value: typed() });
    setTyped("");
  };
  return (
    <div class={styles.codes}>
      <For each={mine()}>
        {(row) => (
          <span class={styles.codeChip}>
            {row.value}
            <SharedCode value={row.value} self={props.asset ?? props.product} />
            <Show when={isEditable()}>
              <IconButton
                label={t("removeCode", { code: row.value })}
                onClick={() => void commands.runCommand(removeCode, { product: props.product, code: row.id })}
              >
                <X />
              </IconButton>
            </Show>
          </span>
        )}
      </For>
      <Show when={isEditable()}>
        <form
          class={styles.codes}
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <div class={styles.codeField}>
            <TextField
              label={t("newCode")}
              hideLabel
              placeholder={t("newCode")}
              maxlength={300}
              value={typed()}
              onInput={setTyped}
            />
          </div>
          <Button type="submit">{t("addCode")}</Button>
        </form>
      </Show>
    </div>
  );
};

/** A badge when a code names something else too: scanning it asks instead of guessing. */
export const SharedCode = (props: { readonly value: string; readonly self: string }): JSX.Element => {
  const t = useText(messages);
  const { rows } = useReplica();
  const codes = createIndex(codeIndex);
  const others = createMemo(() =>
    codes()
      .find(props.value)
      .filter((owner) => (owner.type === "asset" ? owner.asset : owner.product) !== props.self)
      .flatMap((owner) =>
        owner.type === "asset"
          ? (rows.get(asset, owner.asset)?.code ?? [])
          : (rows.get(product, owner.product)?.name ?? []),
      ),
  );
  return (
    <Show when={others().length > 0}>
      <Badge meaning="attention">{t("sharedCode", { others: others().join(", ") })}</Badge>
    </Show>
  );
};
