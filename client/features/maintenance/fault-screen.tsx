import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import { weightOf } from "#shared/domain/maintenance";
import type { FaultCase, FaultId } from "#shared/domain/maintenance";
import { parseId } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { createIndex, createMay } from "#client/data";
import { FilesSection } from "#client/features/files";
import { createNames, maintenanceIndex } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Check, RotateCcw, TriangleAlert } from "#client/ui/icons";
import { Note } from "#client/ui/note";
import { EmptyState, Page, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { FaultBadges } from "./fault-badges";
import { FaultCosts, FaultParts } from "./fault-costs";
import { FaultHandling, createSay } from "./fault-handling";
import { FaultThread } from "./fault-thread";
import { createFaultPhotos, faultOwner } from "./fault-owner";
import styles from "./maintenance.module.css";
import { messages } from "./messages";

const Steps = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();

  const say = createSay(() => props.of);
  return (
    <Show when={may("write", "work") && may("write", "movements")}>
      <Show
        when={props.of.state === "open"}
        fallback={
          <Button onClick={() => void say({ state: "open" })}>
            <RotateCcw />
            {t("reopen")}
          </Button>
        }
      >
        <Button
          variant="primary"
          onClick={() => void say({ state: "resolved", knew: weightOf(props.of.entries) })}
        >
          <Check />
          {t("resolve")}
        </Button>
      </Show>
    </Show>
  );
};

const FaultPage = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const names = createNames();
  const photos = createFaultPhotos(() => props.of);
  return (
    <Page>
      <ScreenTitle
        title={props.of.fault.title}
        crumbs={[
          { label: t("title"), href: "/stock/maintenance" },
          { label: names.code(props.of.fault.asset), href: `/stock/assets/${props.of.fault.asset}` },
        ]}
      />
      <PageHead
        title={props.of.fault.title}
        note={<FaultBadges of={props.of} />}
        actions={<Steps of={props.of} />}
      />
      <div class={styles.columns}>
        <div class={styles.stack}>
          <Show when={props.of.isContested}>
            <Note meaning="attention" title={t("contested")}>
              {t("contestedText")}
            </Note>
          </Show>
          <FaultHandling of={props.of} />
        </div>
        <div class={styles.stack}>
          <FilesSection owner={faultOwner(props.of.fault.id)} fact={photos} />
          <FaultThread of={props.of} />
          <FaultParts of={props.of} />
          <FaultCosts of={props.of} />
        </div>
      </div>
    </Page>
  );
};

/** One fault: what it is, who looks after it, everything said and done about it. */
const FaultScreen = (): JSX.Element => {
  const t = useText(messages);
  const params = useParams();
  const book = createIndex(maintenanceIndex);
  const found = createMemo(() => {
    const id = parseId<FaultId>(params["id"]);
    return id === undefined ? undefined : book().faultCase(id);
  });
  return (
    <Show
      when={found()}
      fallback={
        <>
          <ScreenTitle title={t("title")} crumbs={[{ label: t("title"), href: "/stock/maintenance" }]} />
          <EmptyState icon={<TriangleAlert />} title={t("missing")} wholeScreen>
            {t("missingText")}
          </EmptyState>
        </>
      }
    >
      {(of) => <FaultPage of={of()} />}
    </Show>
  );
};

export default FaultScreen;
