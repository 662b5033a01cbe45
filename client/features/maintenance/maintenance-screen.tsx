import { Match, Switch, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { createIndex } from "#client/data";
import { maintenanceIndex } from "#client/features/scanning";
import { PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Tabs } from "#client/ui/tabs";
import { DueList } from "./due-list";
import { FaultList } from "./fault-list";
import { messages } from "./messages";

/** What is broken, and what is due. */
const MaintenanceScreen = (): JSX.Element => {
  const t = useText(messages);
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
      <PageHead title={t("title")} />
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
