import { Match, Show, Switch, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { createIndex, createMay } from "#client/data";
import { maintenanceIndex } from "#client/features/scanning";
import { LinkButton } from "#client/ui/button";
import { Upload } from "#client/ui/icons";
import { PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Tabs } from "#client/ui/tabs";
import { CheckCertificate } from "./certificate-check";
import { DueList } from "./due-list";
import { FaultList } from "./fault-list";
import { messages } from "./messages";
import { patMessages } from "./pat-messages";

/** What is broken, and what is due. */
const MaintenanceScreen = (): JSX.Element => {
  const t = useText(messages);
  const p = useText(patMessages);
  const may = createMay();
  const [params] = useSearchParams();
  const book = createIndex(maintenanceIndex);
  const isDue = (): boolean => params["list"] === "due";
  const open = createMemo(
    () =>
      book()
        .allFaults()
        .filter(({ state }) => state === "open").length,
  );
  return (
    <>
      <ScreenTitle title={t("title")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <PageHead
        title={t("title")}
        actions={
          <>
            <CheckCertificate />
            <Show when={may("write", "movements")}>
              <LinkButton href="/stock/maintenance/import">
                <Upload />
                {p("title")}
              </LinkButton>
            </Show>
          </>
        }
      />
      <Tabs
        label={t("lists")}
        tabs={[
          { href: "/stock/maintenance", label: t("faults"), count: open(), current: !isDue() },
          { href: "/stock/maintenance?list=due", label: t("due"), current: isDue() },
        ]}
      />
      <Switch>
        <Match when={isDue()}>
          <DueList />
        </Match>
        <Match when={!isDue()}>
          <FaultList />
        </Match>
      </Switch>
    </>
  );
};

export default MaintenanceScreen;
