import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import { grossWeight, looseOf, packingOf } from "#shared/domain/cases";
import type { CaseSource, GrossWeight, Packing } from "#shared/domain/cases";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import type { AssetId } from "#shared/domain/inventory";
import { line } from "#shared/domain/pull-list";
import { countsForEvent, sameNotListed } from "#shared/domain/scanning";
import type { NotListed } from "#shared/domain/scanning";
import { parseId, thingOf } from "#shared/kernel/ids";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRow, createRowsOf } from "#client/data";
import { EventFrame } from "#client/features/events";
import { CaseLabelSizeChoice, createCaseLabelPrinting } from "#client/features/labels";
import { NotListedBadge, NotListedSection } from "#client/features/not-listed";
import { createCaseSource, createNames } from "#client/features/scanning";
import type { Names } from "#client/features/scanning";
import { Button, LinkButton } from "#client/ui/button";
import { PackageOpen, Printer } from "#client/ui/icons";
import { Page, Section } from "#client/ui/page";
import { PackingBadges } from "./case-screen";
import { messages } from "./messages";
import styles from "./cases.module.css";

/** Cases packed for the event or out on it; one that lies in another travels inside that one. */
const casesOn = (source: CaseSource, id: EventId): readonly AssetId[] =>
  [...source.positions.piecesOf(id).assets]
    .filter(([, { status }]) => status === "out" || status === "packed")
    .map(([found]) => found)
    .filter((found) => source.asset(found)?.isCase === true)
    .filter((found) => source.positions.of(found).container === undefined)
    .sort((a, b) => ((source.asset(a)?.code ?? "") < (source.asset(b)?.code ?? "") ? -1 : 1));

interface EventCasesProps {
  readonly event: EventId;
  readonly source: CaseSource;
  readonly names: Names;
}

interface CaseOnEvent {
  readonly id: AssetId;
  readonly weight: GrossWeight;
  readonly packing: Packing;
}

const CaseLine = (props: { readonly case: CaseOnEvent; readonly names: Names }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  return (
    <li class={styles.caseLine}>
      <a class={styles.code} href={`/stock/cases/${props.case.id}`}>
        {props.names.code(props.case.id)}
      </a>
      <span class={styles.badges}>
        <PackingBadges packing={props.case.packing} />
      </span>
      <span class={styles.figure}>
        {format().weight(props.case.weight.grams)}{" "}
        <Show when={props.case.weight.unknown > 0}>
          <span class="small quiet">{t("grossUnknown", { n: props.case.weight.unknown })}</span>
        </Show>
      </span>
    </li>
  );
};

const Cases = (props: EventCasesProps): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const may = createMay();
  const printing = createCaseLabelPrinting();
  const cases = createMemo(() =>
    casesOn(props.source, props.event).map((id) => ({
      id,
      weight: grossWeight(props.source, id),
      packing: packingOf(props.source, id),
    })),
  );
  const total = (): number => cases().reduce((sum, { weight }) => sum + weight.grams, 0);
  return (
    <Section
      title={t("casesOn")}
      note={
        cases().length === 0
          ? undefined
          : t("casesTotal", { n: cases().length, weight: format().weight(total()) })
      }
      actions={
        <Show when={cases().length > 0 && may("write", "inventory")}>
          <Button
            disabled={printing.isMaking()}
            onClick={() =>
              void printing.print(
                cases().map(({ id }) => id),
                props.event,
              )
            }
          >
            <Printer />
            {printing.isMaking() ? t("makingLabel") : t("printAll")}
          </Button>
          <CaseLabelSizeChoice printing={printing} />
        </Show>
      }
    >
      <Show when={cases().length > 0} fallback={<p class="quiet">{t("casesEmpty")}</p>}>
        <ul class={styles.tree}>
          <For each={cases()}>{(one) => <CaseLine case={one} names={props.names} />}</For>
        </ul>
      </Show>
    </Section>
  );
};

const Loose = (props: EventCasesProps & { readonly notListed: readonly NotListed[] }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const loose = createMemo(() => looseOf(props.source, props.event));
  const marked = createMemo(
    () => new Set<string>(props.notListed.flatMap(({ product, assets }) => [product, ...assets])),
  );
  const isNone = (): boolean => loose().assets.length + loose().bulk.size === 0;
  const productOf = (id: AssetId): string => {
    const row = props.source.asset(id);
    return row === undefined ? t("unknown") : props.names.product(row.product);
  };
  return (
    <Section
      title={t("loose")}
      note={t("looseText")}
      actions={
        <Show when={!isNone() && may("write", "movements")}>
          <LinkButton href={`/scan?mode=pack&event=${props.event}`}>
            <PackageOpen />
            {t("packThem")}
          </LinkButton>
        </Show>
      }
    >
      <Show when={!isNone()} fallback={<p class="quiet">{t("looseNone")}</p>}>
        <ul class={styles.tree} aria-label={t("loose")}>
          <For each={loose().assets}>
            {(id) => (
              <li class={styles.node}>
                <a class={styles.code} href={`/stock/assets/${id}`}>
                  {props.names.code(id)}
                </a>
                <span class="cut">{productOf(id)}</span>
                <Show when={marked().has(id)}>
                  <NotListedBadge />
                </Show>
              </li>
            )}
          </For>
          <For each={[...loose().bulk]}>
            {([product, quantity]) => (
              <li class={styles.node}>
                <span class={styles.code}>{t("pieces", { n: quantity })}</span>
                <span class="cut">{props.names.product(product)}</span>
                <Show when={marked().has(product)}>
                  <NotListedBadge />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Section>
  );
};

const EventCasesScreen = (): JSX.Element => {
  const params = useParams();
  const id = (): EventId | undefined => parseId<EventId>(params["id"]);
  const row = createRow(event, id);
  const lines = createRowsOf(line, () => {
    const found = id();
    return found === undefined ? undefined : thingOf(found);
  });
  const source = createCaseSource();
  const names = createNames();
  const notListed = createMemo(
    (): readonly NotListed[] => {
      const found = id();
      return found === undefined ? [] : countsForEvent(source.positions.piecesOf(found), lines()).notListed;
    },
    undefined,
    { equals: sameNotListed },
  );
  return (
    <EventFrame event={row()} tab="cases" lines={lines().length}>
      <Show when={id()}>
        {(found) => (
          <Page>
            <div class={styles.columns}>
              <Cases event={found()} source={source} names={names} />
              <div class={styles.stack}>
                <NotListedSection event={found()} what={notListed()} />
                <Loose event={found()} source={source} names={names} notListed={notListed()} />
              </div>
            </div>
          </Page>
        )}
      </Show>
    </EventFrame>
  );
};

export default EventCasesScreen;
