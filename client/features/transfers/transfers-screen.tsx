import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { location } from "#shared/domain/inventory";
import type { LocationId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import { transfer, transferSheet } from "#shared/domain/transfers";
import type { Transfer } from "#shared/domain/transfers";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRows, useReplica } from "#client/data";
import { Badge } from "#client/ui/badge";
import { Truck } from "#client/ui/icons";
import { Entry } from "#client/ui/list";
import { ListScreen } from "#client/ui/list-screen";
import { messages } from "./messages";
import { StartDialog } from "./start-dialog";
import { stateMeaning } from "./transfer-words";

const TransferEntry = (props: { readonly row: Transfer }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const { rows } = useReplica();
  const facts = createRows(movement, {
    where: (fact) => fact.transfer === props.row.id || fact.undoes !== undefined,
  });
  const sheet = createMemo(() => transferSheet(props.row, facts()));
  const place = (id: LocationId): string => rows.get(location, id)?.name ?? t("unknownThing");
  const route = (): string =>
    t("route", { from: place(props.row.from), to: place(props.row.to), via: place(props.row.via) });
  return (
    <Entry
      href={`/stock/transfers/${props.row.id}`}
      icon={<Truck />}
      title={props.row.name}
      note={`${route()}, ${format().moment(props.row.startedAt, now())}`}
      end={
        <>
          <span class="small quiet">
            {t("counts", {
              sent: format().number(sheet().sent),
              received: format().number(sheet().received),
            })}
          </span>
          <Badge meaning={stateMeaning[props.row.state]}>{t(props.row.state)}</Badge>
        </>
      }
    />
  );
};

/** Every transfer between own places, newest first. */
const TransfersScreen = (): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const [isStarting, setStarting] = createSignal(false);
  const rows = createRows(transfer, {
    sort: (a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1),
  });
  return (
    <>
      <ListScreen
        title={t("title")}
        crumbs={[{ label: t("stock"), href: "/stock" }]}
        items={rows()}
        start={may("create", "work") ? { label: t("start"), onStart: () => setStarting(true) } : undefined}
        empty={{ icon: <Truck />, title: t("none"), text: t("noneText") }}
      >
        {(row) => <TransferEntry row={row} />}
      </ListScreen>
      <Show when={isStarting()}>
        <StartDialog onClose={() => setStarting(false)} />
      </Show>
    </>
  );
};

export default TransfersScreen;
