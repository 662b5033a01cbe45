import { Match, Show, Switch, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import type { TallyLine } from "#shared/domain/stocktake";
import { useFormat, useText } from "#client/app/i18n";
import { createNames } from "#client/features/scanning";
import { CircleHelp } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Toolbar } from "#client/ui/page";
import { Tabs } from "#client/ui/tabs";
import { FilterFields, createLineFilter } from "./line-filter";
import { LineTable } from "./line-table";
import { createLineWords, inOrder } from "./line-words";
import { messages } from "./messages";
import type { OpenStocktake } from "./stocktake-screen";
import { emptyList, listOf, lists } from "./words";
import type { ListName } from "./words";

type Shown = ListName | "unknown";

const UnknownCodes = (props: OpenStocktake): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const names = createNames();
  const codes = () => [...props.tally.unknown];
  return (
    <Show when={codes().length > 0} fallback={<p class="quiet">{t("emptyUnknown")}</p>}>
      <List label={t("unknown")} items={codes()}>
        {([code, counts]) => (
          <Entry
            icon={<CircleHelp />}
            title={code}
            note={t("codeRead", {
              n: counts.length,
              people: format().list([...new Set(counts.map(({ by }) => names.person(by)))]),
            })}
          />
        )}
      </List>
    </Show>
  );
};

/** Found, missing, unexpected, at the wrong place: each line in one of them. */
export const Lists = (props: OpenStocktake): JSX.Element => {
  const t = useText(messages);
  const [params] = useSearchParams();
  const words = createLineWords(() => props.source);
  const filter = createLineFilter(() => props.source, words);
  const shown = createMemo((): Shown => {
    const asked = params["list"];
    return asked === "unknown" ? asked : (lists.find((one) => one === asked) ?? "missing");
  });
  const byList = createMemo(() => {
    const groups = new Map<Shown, TallyLine[]>(lists.map((name) => [name, []]));
    for (const line of inOrder(props.tally.lines, words))
      if (filter.takes(line)) groups.get(listOf[line.verdict])?.push(line);
    return groups;
  });
  const nameOf = (list: Shown): string =>
    list === "missing" && props.row.state === "counting" ? t("notYet") : t(list);
  const tabs = () =>
    [...lists, "unknown" as const]
      .map((list) => ({
        href: `/stock/stocktakes/${props.row.id}?list=${list}`,
        label: nameOf(list),
        count: list === "unknown" ? props.tally.unknown.size : (byList().get(list)?.length ?? 0),
        current: list === shown(),
        list,
      }))
      .filter(
        ({ list, count, current }) => current || count > 0 || (list !== "question" && list !== "unknown"),
      );
  return (
    <>
      <Tabs label={t("lists")} tabs={tabs()} />
      <Switch>
        <Match when={shown() === "unknown"}>
          <UnknownCodes {...props} />
        </Match>
        <Match when={lists.find((one) => one === shown())}>
          {(list) => (
            <>
              <Toolbar label={t("filters")}>
                <FilterFields filter={filter} />
              </Toolbar>
              <LineTable
                label={nameOf(list())}
                lines={byList().get(list()) ?? []}
                words={words}
                isCounting={props.row.state === "counting"}
                empty={filter.isOn() ? t("emptyFilter") : t(emptyList[list()])}
              />
            </>
          )}
        </Match>
      </Switch>
    </>
  );
};
