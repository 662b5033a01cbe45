import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate, useParams } from "@solidjs/router";
import { asset, editAsset, product, removeAssets } from "#shared/domain/inventory";
import type { AssetId, AssetPatch } from "#shared/domain/inventory";
import { parseId, thingOf } from "#shared/kernel/ids";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import { createMay, createRow, useCommands, useReplica } from "#client/data";
import { HistoryPanel } from "#client/features/activity";
import { FilesSection } from "#client/features/files";
import { ConditionSection } from "#client/features/maintenance";
import { AssetHistory } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { LinkButton } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { EditableText } from "#client/ui/editable-text";
import { Editable, useEditable } from "#client/ui/editing";
import { Ellipsis, Tag, Trash2 } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { Page, PageHead, Section } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { showToast } from "#client/ui/toast";
import { AssetMoneySection } from "./asset-money";
import type { AssetRow } from "./asset-rows";
import { CodeSection, SharedCode } from "./code-list";
import { createCustomFields } from "./custom-section";
import { LabelValue } from "./label-value";
import { messages } from "./messages";
import { DayValue } from "./money-fields";
import { createPlaces } from "./places";
import type { Places } from "./places";
import { NotHere } from "./not-here";
import { createPieceMerging } from "./piece-merge-dialog";
import { PieceMergedNote, PiecesMergedHere } from "./piece-merged-note";
import { PlaceSelect } from "./quantities";
import styles from "./inventory.module.css";
import { StandingNote, TakeOffDialog, createStandingEntries } from "./standing";
import { NumberValue, TextValue, ValueFields } from "./value-fields";
import type { ValueField } from "./value-fields";
import { createWhereWords, Whereabouts } from "./whereabouts";
import type { WhereWords } from "./whereabouts";

const createEdit = (row: () => AssetRow): ((values: AssetPatch) => void) => {
  const commands = useCommands();
  const t = useText(messages);
  return (values) => {
    void commands
      .runCommand(editAsset, { product: row().product, asset: row().id, values }, { quiet: true })
      .then((done) => {
        if (done.ok) return;
        const twice =
          done.error.type === "CodeTwice"
            ? t("codeTwice", { code: done.error.code })
            : t("badValue", { field: done.error.type });
        showToast({ text: twice, meaning: "problem" });
      });
  };
};

interface AssetProps {
  readonly row: AssetRow;
  readonly edit: (values: AssetPatch) => void;
}

const AssetTitle = (props: AssetProps): JSX.Element => {
  const t = useText(messages);
  return (
    <span class={styles.titleLine}>
      <EditableText
        label={t("code")}
        value={props.row.code}
        placeholder={t("code")}
        onCommit={(code) => props.edit({ code: code.trim() })}
      />
      <SharedCode value={props.row.code} self={props.row.id} />
      <Show when={props.row.removedAt !== undefined && props.row.mergedInto === undefined}>
        <Badge meaning="attention">{t("removedBadge")}</Badge>
      </Show>
    </span>
  );
};

const AssetNote = (props: { readonly row: AssetRow; readonly where: WhereWords }): JSX.Element => {
  const of = createRow(product, () => props.row.product);
  return (
    <span class={styles.titleLine}>
      <a class={styles.name} href={`/stock/products/${props.row.product}`}>
        {of()?.name} {of()?.maker}
      </a>
      <Whereabouts row={props.row} words={props.where} />
    </span>
  );
};

const AssetMenu = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const commands = useCommands();
  const isEditable = useEditable();
  const offerUndo = createUndoToast();
  const [isTakingOff, setTakingOff] = createSignal(false);
  const standing = createStandingEntries(
    () => props.row,
    () => setTakingOff(true),
  );
  const merging = createPieceMerging(() => props.row);
  const remove = async (): Promise<void> => {
    const done = await commands.runCommand(removeAssets, {
      product: props.row.product,
      assets: [props.row.id],
    });
    if (!done.ok) return;
    offerUndo(t("removed", { name: props.row.code }), done.value.change);
    navigate(`/stock/products/${props.row.product}`);
  };
  const entries = (): readonly MenuEntry[] => [
    ...(props.row.mergedInto === undefined ? standing() : []),
    ...merging.entries(),
    ...(isEditable()
      ? [
          "line" as const,
          { label: t("removeAsset"), icon: <Trash2 />, danger: true, onSelect: () => void remove() },
        ]
      : []),
  ];
  return (
    <Show when={entries().length > 0}>
      <Menu
        label={t("assetActions")}
        trigger={<Ellipsis />}
        triggerClass={styles.iconTrigger}
        entries={entries()}
      />
      <TakeOffDialog row={props.row} open={isTakingOff()} onClose={() => setTakingOff(false)} />
      {merging.dialog()}
    </Show>
  );
};

const AssetHead = (props: AssetProps & { readonly where: WhereWords }): JSX.Element => {
  const t = useText(messages);
  const isEditable = useEditable();
  return (
    <PageHead
      title={<AssetTitle row={props.row} edit={props.edit} />}
      note={<AssetNote row={props.row} where={props.where} />}
      actions={
        <>
          <Show when={isEditable()}>
            <LinkButton href={`/labels?assets=${props.row.id}`}>
              <Tag />
              {t("printLabel")}
            </LinkButton>
          </Show>
          <AssetMenu row={props.row} />
        </>
      }
    />
  );
};

const BoughtOn = (props: AssetProps): JSX.Element => {
  const t = useText(messages);
  return (
    <DayValue
      label={t("purchasedOn")}
      value={props.row.purchasedOn}
      onCommit={(purchasedOn) => props.edit({ purchasedOn })}
    />
  );
};

const AssetFacts = (props: AssetProps & { readonly places: Places }): JSX.Element => {
  const t = useText(messages);
  const own = createCustomFields("asset", () => ({ product: props.row.product, asset: props.row.id }));
  const text = (field: "serial" | "name" | "notes", name: string): ValueField => ({
    name,
    control: (
      <TextValue
        label={name}
        value={props.row[field]}
        multiline={field === "notes"}
        onCommit={(value) => props.edit({ [field]: value })}
      />
    ),
  });
  const home = (): JSX.Element => (
    <PlaceSelect
      label={t("home")}
      hideLabel
      quiet
      places={props.places}
      value={props.row.home}
      onChange={(place) => props.edit({ home: place ?? null })}
    />
  );
  const weight = (): JSX.Element => (
    <NumberValue
      label={t("weightKg")}
      value={props.row.weightG}
      factor={1000}
      decimals={3}
      unit="kg"
      onCommit={(weightG) => props.edit({ weightG })}
    />
  );
  const isCase = (): JSX.Element => (
    <Checkbox
      hideLabel
      label={t("isCase")}
      checked={props.row.isCase}
      onChange={(value) => props.edit({ isCase: value })}
    />
  );
  return (
    <ValueFields
      fields={[
        text("name", t("name")),
        text("serial", t("serial")),
        { name: t("home"), control: home() },
        { name: t("weight"), control: weight() },
        { name: t("purchasedOn"), control: <BoughtOn row={props.row} edit={props.edit} /> },
        { name: t("label"), control: <LabelValue row={props.row} /> },
        { name: t("isCase"), control: isCase() },
        ...own(),
        text("notes", t("notes")),
      ]}
    />
  );
};

const Contents = (props: { readonly id: AssetId; readonly where: WhereWords }): JSX.Element => {
  const t = useText(messages);
  const { rows } = useReplica();
  const inside = createMemo(() =>
    props.where
      .positions()
      .contentsOf(props.id)
      .flatMap((id) => rows.get(asset, id) ?? []),
  );
  return (
    <Section
      title={t("openCase")}
      note={t("contents", { n: inside().length })}
      actions={<LinkButton href={`/stock/cases/${props.id}`}>{t("casePage")}</LinkButton>}
    >
      <div class={styles.codes}>
        <For each={inside()}>
          {(row) => (
            <a class={styles.codeChip} href={`/stock/assets/${row.id}`}>
              {row.code}
            </a>
          )}
        </For>
      </div>
    </Section>
  );
};

/** What is recorded of the piece, and what lies in it. */
const AssetStanding = (props: { readonly row: AssetRow; readonly where: WhereWords }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  return (
    <div class={styles.stack}>
      <Show when={may("read", "movements")}>
        <ConditionSection asset={props.row.id} product={props.row.product} />
      </Show>
      <Show when={props.row.isCase}>
        <Contents id={props.row.id} where={props.where} />
      </Show>
      <FilesSection
        owner={{ thing: thingOf(props.row.product), type: asset, id: props.row.id, on: "inventory" }}
      />
      <Section title={t("moves")}>
        <AssetHistory asset={props.row.id} />
      </Section>
      <AssetMoneySection row={props.row} />
      <CodeSection product={props.row.product} asset={props.row.id} />
      <PiecesMergedHere asset={props.row.id} />
      <RecordHistory row={props.row} />
    </div>
  );
};

const RecordHistory = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(messages);
  return (
    <Section title={t("history")}>
      <HistoryPanel
        thing={props.row.thing}
        kind="product"
        record={{ type: asset, id: props.row.id }}
        name={props.row.code}
        movements={{ asset: props.row.id }}
      />
    </Section>
  );
};

/** Of a record that went into another one. */
const MergedHistory = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.stack}>
      <Section title={t("moves")}>
        <AssetHistory asset={props.row.mergedInto ?? props.row.id} only={props.row.id} />
      </Section>
      <RecordHistory row={props.row} />
    </div>
  );
};

const AssetPage = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  // What went into another record is read here and changed there.
  const isMerged = (): boolean => props.row.mergedInto !== undefined;
  const mayEdit = (): boolean => may("write", "inventory") && !isMerged();
  const places = createPlaces();
  const where = createWhereWords(places);
  const edit = createEdit(() => props.row);
  const of = createRow(product, () => props.row.product);
  return (
    <Page>
      <ScreenTitle
        title={props.row.code}
        crumbs={[
          { label: t("stock"), href: "/stock" },
          { label: of()?.name ?? t("product"), href: `/stock/products/${props.row.product}` },
        ]}
      />
      <Editable when={mayEdit()}>
        <AssetHead row={props.row} edit={edit} where={where} />
      </Editable>
      <StandingNote row={props.row} />
      <PieceMergedNote row={props.row} />
      <div class={styles.columns}>
        <Section title={t("facts")} note={may("write", "inventory") ? undefined : <ReadOnlyNote />}>
          <Editable when={mayEdit()}>
            <AssetFacts row={props.row} edit={edit} places={places} />
          </Editable>
        </Section>
        <Show when={!isMerged()} fallback={<MergedHistory row={props.row} />}>
          <AssetStanding row={props.row} where={where} />
        </Show>
      </div>
    </Page>
  );
};

const AssetScreen = (): JSX.Element => {
  const params = useParams();
  const row = createRow(asset, () => parseId<AssetId>(params["id"]));
  return (
    <Show when={row()} fallback={<NotHere />}>
      {(found) => <AssetPage row={found()} />}
    </Show>
  );
};

export default AssetScreen;
