import { Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import { asset, location, product } from "#shared/domain/inventory";
import type { LocationId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import type { CodeOwner } from "#shared/domain/scanning";
import { moveThings, stepTransfer, transfer, transferSheet } from "#shared/domain/transfers";
import type {
  MovedThing,
  Transfer,
  TransferLine,
  TransferSheet,
  TransferState,
} from "#shared/domain/transfers";
import { parseId } from "#shared/kernel/ids";
import type { TransferId } from "#shared/domain/transfers";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRow, createRows, useCommands, useReplica } from "#client/data";
import { createFactUndoToast, createFormerWords, createScanKnowledge } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { Truck } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Note } from "#client/ui/note";
import { NumberField } from "#client/ui/number-field";
import { EmptyState, Page, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { loadCode, lyingStock, stillMissing } from "./load-thing";
import type { LoadingWorld, Refusal, Side } from "./load-thing";
import { messages } from "./messages";
import { StockForm } from "./stock-form";
import { stateMeaning } from "./transfer-words";
import styles from "./transfers.module.css";

interface OpenTransfer {
  readonly row: Transfer;
  readonly sheet: TransferSheet;
}

/** Writes what is loaded or unloaded now, and offers to take it back. */
const createMove = (
  props: OpenTransfer,
): {
  readonly world: () => LoadingWorld;
  /** `owner` is what a code was read for. */
  readonly move: (side: Side, things: readonly MovedThing[], owner?: CodeOwner) => Promise<void>;
} => {
  const t = useText(messages);
  const commands = useCommands();
  const { rows } = useReplica();
  const knowledge = createScanKnowledge();
  const offerUndo = createFactUndoToast();
  const former = createFormerWords();
  return {
    world: () => ({
      rows,
      positions: knowledge.positions(),
      scan: knowledge.state,
      of: props.row,
      sheet: props.sheet,
    }),
    move: async (side, things, owner) => {
      const done = await commands.runCommand(moveThings, { transfer: props.row, side, things });
      const n = things.reduce((sum, { quantity }) => sum + quantity, 0);
      const said = [t("done", { n }), former(owner)].filter((part) => part !== undefined).join(" · ");
      if (done.ok) offerUndo(said, done.value.value);
    },
  };
};

/** One field for a hand scanner and for typing; it keeps the focus, so that the next code can follow. */
const CodeForm = (props: OpenTransfer & { readonly side: Side }): JSX.Element => {
  const t = useText(messages);
  const [code, setCode] = createSignal("");
  const [quantity, setQuantity] = createSignal(1);
  const [refusal, setRefusal] = createSignal<Refusal>();
  const { world, move } = createMove(props);
  const words = (): string | undefined => {
    const found = refusal();
    if (found === undefined) return undefined;
    switch (found.type) {
      case "tooMany":
        return t("tooMany", { n: found.there });
      case "eachHasCode":
        return t("eachHasCode", { product: found.product });
      default:
        return t(found.type, { code: found.code });
    }
  };
  const enter = async (): Promise<void> => {
    if (code().trim() === "") return;
    const loading = loadCode(world(), code(), quantity(), props.side);
    setRefusal("refused" in loading ? loading.refused : undefined);
    setCode("");
    if ("things" in loading) await move(props.side, loading.things, loading.owner);
  };
  return (
    <form
      class={styles.codes}
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <TextField
        label={t(props.side === "send" ? "codeSend" : "codeReceive")}
        value={code()}
        onInput={setCode}
        error={words()}
        autocomplete="off"
        spellcheck={false}
        ref={(element: HTMLInputElement) => queueMicrotask(() => element.focus())}
      />
      <NumberField
        label={t("quantity")}
        min={1}
        max={1_000_000}
        value={quantity()}
        onCommit={(value) => setQuantity(value ?? 1)}
      />
      <Button type="submit" variant="primary">
        {t("add")}
      </Button>
    </form>
  );
};

const Entering = (props: OpenTransfer & { readonly side: Side }): JSX.Element => {
  const { world, move } = createMove(props);
  return (
    <>
      <CodeForm row={props.row} sheet={props.sheet} side={props.side} />
      <StockForm lying={lyingStock(world(), props.side)} onMove={(things) => move(props.side, things)} />
    </>
  );
};

const Line = (props: { readonly line: TransferLine; readonly isJudged: boolean }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { rows } = useReplica();
  const code = (): string | undefined =>
    props.line.asset === undefined ? undefined : rows.get(asset, props.line.asset)?.code;
  const name = (): string => rows.get(product, props.line.product)?.name ?? t("unknownThing");
  const figures = () => ({
    sent: format().number(props.line.sent),
    received: format().number(props.line.received),
  });
  return (
    <Entry
      href={
        props.line.asset === undefined
          ? `/stock/products/${props.line.product}`
          : `/stock/assets/${props.line.asset}`
      }
      title={code() ?? name()}
      note={code() === undefined ? undefined : name()}
      end={
        <Show
          when={props.isJudged && props.line.sent !== props.line.received}
          fallback={t("counts", figures())}
        >
          <Badge meaning="attention">{t("differ", figures())}</Badge>
        </Show>
      }
    />
  );
};

const Steps = (props: OpenTransfer): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const commands = useCommands();
  const { world, move } = createMove(props);
  const step = (state: TransferState): void =>
    void commands.runCommand(stepTransfer, { transfer: props.row.id, state });
  return (
    <Show when={may("write", "work")}>
      <Show when={props.row.state === "loading"}>
        <Button variant="primary" disabled={props.sheet.sent === 0} onClick={() => step("travelling")}>
          {t("leaves")}
        </Button>
      </Show>
      <Show when={props.row.state === "travelling"}>
        <Show when={may("write", "movements") && stillMissing(world()).length > 0}>
          <Button onClick={() => void move("receive", stillMissing(world()))}>{t("receiveAll")}</Button>
        </Show>
        <Button variant="primary" onClick={() => step("closed")}>
          {t("close")}
        </Button>
      </Show>
      <Show when={props.row.state !== "loading"}>
        <Button onClick={() => step(props.row.state === "closed" ? "travelling" : "loading")}>
          {t("reopen")}
        </Button>
      </Show>
    </Show>
  );
};

/** Whether what was sent has arrived; said from the moment it left. */
const Verdict = (props: OpenTransfer): JSX.Element => {
  const t = useText(messages);
  return (
    <Show when={props.row.state !== "loading" && props.sheet.lines.length > 0}>
      <Show when={props.sheet.different.length > 0} fallback={<Note meaning="ok">{t("agrees")}</Note>}>
        <Note meaning="attention">{t("differs", { n: props.sheet.different.length })}</Note>
      </Show>
    </Show>
  );
};

const TransferPage = (props: { readonly row: Transfer }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const facts = createRows(movement, {
    where: (fact) => fact.transfer === props.row.id || fact.undoes !== undefined,
  });
  const sheet: Accessor<TransferSheet> = createMemo(() => transferSheet(props.row, facts()));
  const { rows } = useReplica();
  const place = (id: LocationId): string => rows.get(location, id)?.name ?? t("unknownThing");
  const route = (): string =>
    t("route", { from: place(props.row.from), to: place(props.row.to), via: place(props.row.via) });
  const side = (): Side => (props.row.state === "loading" ? "send" : "receive");
  return (
    <Page>
      <ScreenTitle
        title={props.row.name}
        crumbs={[
          { label: t("stock"), href: "/stock" },
          { label: t("title"), href: "/stock/transfers" },
        ]}
      />
      <PageHead
        title={props.row.name}
        note={
          <span class={styles.route}>
            {route()} <Badge meaning={stateMeaning[props.row.state]}>{t(props.row.state)}</Badge>
          </span>
        }
        actions={<Steps row={props.row} sheet={sheet()} />}
      />
      <div class={styles.body}>
        <Show when={props.row.state !== "closed" && may("write", "movements")}>
          <Entering row={props.row} sheet={sheet()} side={side()} />
        </Show>
        <Verdict row={props.row} sheet={sheet()} />
        <Show when={sheet().lines.length > 0} fallback={<p class="quiet">{t("nothing")}</p>}>
          <List label={t("list")} items={sheet().lines}>
            {(line) => <Line line={line} isJudged={props.row.state !== "loading"} />}
          </List>
        </Show>
      </div>
    </Page>
  );
};

const TransferScreen = (): JSX.Element => {
  const t = useText(messages);
  const params = useParams();
  const row = createRow(transfer, () => parseId<TransferId>(params["id"]));
  return (
    <Show when={row()} fallback={<EmptyState icon={<Truck />} title={t("unknownThing")} wholeScreen />}>
      {(found) => <TransferPage row={found()} />}
    </Show>
  );
};

export default TransferScreen;
