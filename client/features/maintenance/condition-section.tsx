import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { FaultCase } from "#shared/domain/maintenance";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay } from "#client/data";
import { createNames, maintenanceIndex } from "#client/features/scanning";
import { Button, LinkButton } from "#client/ui/button";
import { ClipboardCheck, TriangleAlert } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { AssetTests } from "./asset-tests";
import { FaultBadges } from "./fault-badges";
import { messages } from "./messages";
import ReportDialog from "./report-dialog";
import { testMessages } from "./test-messages";
import { effectMeaning } from "./words";

const FaultEntryLine = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createNames();
  return (
    <Entry
      href={`/stock/faults/${props.of.fault.id}`}
      icon={<TriangleAlert />}
      meaning={effectMeaning(props.of)}
      title={props.of.fault.title}
      note={t("by", {
        person: names.person(props.of.fault.by),
        time: format().moment(props.of.from, now()),
      })}
      end={<FaultBadges of={props.of} brief />}
    />
  );
};

/** What is wrong with an asset, with the way to tell more. */
const ConditionSection = (props: { readonly asset: AssetId; readonly product: ProductId }): JSX.Element => {
  const t = useText(messages);
  const w = useText(testMessages);
  const may = createMay();
  const book = createIndex(maintenanceIndex);
  const [isReporting, setReporting] = createSignal(false);
  const [showsAll, setShowsAll] = createSignal(false);
  const faults = createMemo(() => book().faultsOf(props.asset));
  const open = createMemo(() => faults().filter(({ state }) => state === "open"));
  const closed = (): number => faults().length - open().length;
  return (
    <Section
      title={t("condition")}
      actions={
        <Show when={may("write", "movements")}>
          <LinkButton href={`/stock/assets/${props.asset}/test`}>
            <ClipboardCheck />
            {w("enterTest")}
          </LinkButton>
          <Button onClick={() => setReporting(true)}>
            <TriangleAlert />
            {t("report")}
          </Button>
        </Show>
      }
    >
      <Show when={open().length > 0 || showsAll()} fallback={<p class="quiet">{t("fine")}</p>}>
        <List label={t("faults")} boxed items={showsAll() ? faults() : open()}>
          {(one) => <FaultEntryLine of={one} />}
        </List>
      </Show>
      <Show when={closed() > 0 && !showsAll()}>
        <Button variant="bare" onClick={() => setShowsAll(true)}>
          {t("earlier", { n: closed() })}
        </Button>
      </Show>
      <AssetTests asset={props.asset} product={props.product} />
      <Show when={isReporting()}>
        <ReportDialog asset={props.asset} product={props.product} onClose={() => setReporting(false)} />
      </Show>
    </Section>
  );
};

export default ConditionSection;
