import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { Row } from "#shared/replica/types";
import { accuracyOf, stocktake, stocktakeResult } from "#shared/domain/stocktake";
import { thingOf } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay, createRows, createRowsOf } from "#client/data";
import { Badge } from "#client/ui/badge";
import { ClipboardCheck } from "#client/ui/icons";
import { Entry } from "#client/ui/list";
import { ListScreen } from "#client/ui/list-screen";
import { countsIndex } from "./counts-index";
import { messages } from "./messages";
import { StartDialog } from "./start-dialog";
import { createStateWords } from "./state-words";
import { stateMeaning } from "./words";

const StocktakeEntry = (props: { readonly row: Row<typeof stocktake> }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const stateWords = createStateWords();
  const counts = createIndex(countsIndex);
  const results = createRowsOf(stocktakeResult, () => thingOf(props.row.id));
  const accuracy = (): string | undefined => {
    const result = results().at(-1);
    const share = result === undefined ? undefined : accuracyOf(result);
    return share === undefined ? undefined : format().percent(share);
  };
  return (
    <Entry
      href={`/stock/stocktakes/${props.row.id}`}
      icon={<ClipboardCheck />}
      title={props.row.name}
      note={`${format().moment(props.row.startedAt, now())}, ${t("counters", { n: counts().of(props.row.id).people().size })}`}
      end={
        <>
          <Show when={accuracy()}>{(share) => <b>{share()}</b>}</Show>
          <Badge meaning={stateMeaning[props.row.state]}>{stateWords(props.row)}</Badge>
        </>
      }
    />
  );
};

/** Every stocktake, newest first, with how right the stock turned out to be. */
const StocktakesScreen = (): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const [isStarting, setStarting] = createSignal(false);
  const rows = createRows(stocktake, { sort: (a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1) });
  return (
    <>
      <ListScreen
        title={t("title")}
        crumbs={[{ label: t("stock"), href: "/stock" }]}
        items={rows()}
        start={may("create", "work") ? { label: t("start"), onStart: () => setStarting(true) } : undefined}
        empty={{ icon: <ClipboardCheck />, title: t("none"), text: t("noneText") }}
      >
        {(row) => <StocktakeEntry row={row} />}
      </ListScreen>
      <Show when={isStarting()}>
        <StartDialog open onClose={() => setStarting(false)} />
      </Show>
    </>
  );
};

export default StocktakesScreen;
