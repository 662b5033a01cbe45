import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import { contentsRevision, grossWeight, packingOf } from "#shared/domain/cases";
import type { CaseSource, Packing } from "#shared/domain/cases";
import { asset, editAsset } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import { parseId } from "#shared/kernel/ids";
import type { Row } from "#shared/replica/types";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRow, useCommands } from "#client/data";
import { FilesSection } from "#client/features/files";
import { CaseLabelSizeChoice, createCaseLabelPrinting } from "#client/features/labels";
import { createCaseSource, createNames } from "#client/features/scanning";
import type { Names } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { Editable } from "#client/ui/editing";
import { Lock, LockOpen, PackageOpen, Printer } from "#client/ui/icons";
import { EmptyState, Page, PageHead, Section } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { CaseContents } from "./case-contents";
import { CaseRules } from "./case-rules";
import { messages } from "./messages";
import { PackingList } from "./packing-list";
import styles from "./cases.module.css";

type AssetRow = Row<typeof asset>;

interface CaseProps {
  readonly row: AssetRow;
  readonly source: CaseSource;
  readonly packing: Packing;
  readonly names: Names;
}

/** What the case is at a glance: how heavy, what is missing, whether it is locked and its label still true. */
const CaseState = (props: CaseProps): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const weight = createMemo(() => grossWeight(props.source, props.row.id));
  const isStale = createMemo(
    () =>
      props.row.printedContents !== undefined &&
      props.row.printedContents !== contentsRevision(props.source.positions, props.row.id),
  );
  return (
    <div class={styles.state}>
      <p>
        {t("gross")} <b>{format().weight(weight().grams)}</b>{" "}
        <Show when={weight().unknown > 0}>
          <span class="quiet">{t("grossUnknown", { n: weight().unknown })}</span>
        </Show>
      </p>
      <PackingBadges packing={props.packing} />
      <Show when={props.row.isLocked}>
        <Badge icon={<Lock />} title={t("lockedTitle")}>
          {t("locked")}
        </Badge>
      </Show>
      <Show when={isStale()}>
        <Badge meaning="attention" title={t("labelStaleTitle")}>
          {t("labelStale")}
        </Badge>
      </Show>
    </div>
  );
};

/** Nothing for a case without a list. */
export const PackingBadges = (props: { readonly packing: Packing }): JSX.Element => {
  const t = useText(messages);
  const isWhole = (): boolean => props.packing.missing === 0 && props.packing.surplus === 0;
  return (
    <Show when={props.packing.hasList}>
      <Show when={isWhole()}>
        <Badge meaning="ok">{t("whole")}</Badge>
      </Show>
      <Show when={props.packing.missing > 0}>
        <Badge meaning="attention">{t("missingCount", { n: props.packing.missing })}</Badge>
      </Show>
      <Show when={props.packing.surplus > 0}>
        <Badge meaning="attention">{t("foreignCount", { n: props.packing.surplus })}</Badge>
      </Show>
    </Show>
  );
};

const CaseActions = (props: CaseProps): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const commands = useCommands();
  const printing = createCaseLabelPrinting();
  const toggleLock = (): void =>
    void commands.runCommand(editAsset, {
      product: props.row.product,
      asset: props.row.id,
      values: { isLocked: props.row.isLocked === true ? null : true },
    });
  return (
    <>
      <Show when={may("write", "inventory")}>
        <Button onClick={toggleLock}>
          <Show when={props.row.isLocked} fallback={<Lock />}>
            <LockOpen />
          </Show>
          {t(props.row.isLocked === true ? "unlock" : "lock")}
        </Button>
        <Button disabled={printing.isMaking()} onClick={() => void printing.print([props.row.id], undefined)}>
          <Printer />
          {printing.isMaking() ? t("makingLabel") : t("printLabel")}
        </Button>
        <CaseLabelSizeChoice printing={printing} />
      </Show>
      <Show when={may("write", "movements")}>
        <LinkButton variant="primary" href={`/scan?mode=pack&case=${props.row.id}`}>
          <PackageOpen />
          {t("pack")}
        </LinkButton>
      </Show>
    </>
  );
};

const CasePage = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const source = createCaseSource();
  const names = createNames();
  const packing = createMemo(() => packingOf(source, props.row.id));
  const shared = () => ({ row: props.row, source, names, packing: packing() });
  return (
    <Page>
      <ScreenTitle title={props.row.code} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <PageHead
        title={props.row.code}
        note={<a href={`/stock/assets/${props.row.id}`}>{names.product(props.row.product)}</a>}
        actions={<CaseActions {...shared()} />}
      />
      <CaseState {...shared()} />
      <Editable when={may("write", "inventory")}>
        <div class={styles.columns}>
          <Section title={t("contents")}>
            <CaseContents source={source} container={props.row.id} packing={packing()} names={names} />
          </Section>
          <div class={styles.stack}>
            <Section title={t("list")} note={t("listText")}>
              <PackingList {...shared()} />
            </Section>
            <Section title={t("rules")} note={t("rulesText")}>
              <CaseRules row={props.row} source={source} />
            </Section>
            <FilesSection
              owner={{ thing: props.row.thing, type: asset, id: props.row.id, on: "inventory" }}
            />
          </div>
        </div>
      </Editable>
    </Page>
  );
};

const CaseScreen = (): JSX.Element => {
  const t = useText(messages);
  const params = useParams();
  const id = (): AssetId | undefined => parseId<AssetId>(params["id"]);
  const row = createRow(asset, id);
  const found = (): AssetRow | undefined => (row()?.isCase === true ? row() : undefined);
  return (
    <Show
      when={found()}
      fallback={
        <>
          <ScreenTitle title={t("cases")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
          <EmptyState
            wholeScreen
            title={t("notACase")}
            actions={<LinkButton href={`/stock/assets/${id() ?? ""}`}>{t("toAsset")}</LinkButton>}
          >
            {t("notACaseText")}
          </EmptyState>
        </>
      }
    >
      {(one) => <CasePage row={one()} />}
    </Show>
  );
};

export default CaseScreen;
