/** What happened to an event, newest first, one sentence per change. */
import { For, Show, createMemo, createResource } from "solid-js";
import type { JSX } from "solid-js";
import type { EventId } from "#shared/domain/events";
import { eventStatuses } from "#shared/domain/events";
import { line } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import { person } from "#shared/domain/settings";
import { parseId, thingOf } from "#shared/kernel/ids";
import type { AuditEntry } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRow, createRowsOf, useReplica } from "#client/data";
import { event } from "#shared/domain/events";
import { messages } from "./messages";
import { statusKeys } from "./status";
import styles from "./event-screen.module.css";

const most = 8;

interface Happening {
  readonly entries: readonly AuditEntry[];
  readonly first: AuditEntry;
}

/** Entries of one change together, newest change first. */
const byChange = (entries: readonly AuditEntry[]): readonly Happening[] => {
  const found = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const known = found.get(entry.change);
    if (known !== undefined) known.push(entry);
    else if (found.size < most) found.set(entry.change, [entry]);
  }
  return [...found.values()].flatMap((all) =>
    all[0] === undefined ? [] : [{ entries: all, first: all[0] }],
  );
};

const recordsOf = (entries: readonly AuditEntry[], type: string): number =>
  new Set(entries.map(({ record }) => record).filter((record) => record.startsWith(`${type}:`))).size;

const createSentence = (happening: () => Happening): (() => string) => {
  const t = useText(messages);
  const replica = useReplica();
  const author = createRow(person, () => happening().first.member ?? undefined);
  const who = (): string =>
    happening().first.member === replica.member ? t("me") : (author()?.name ?? t("somebody"));
  const itsLine = (): string => {
    const id = parseId<LineId>(happening().first.record.split(":")[1]);
    return (id === undefined ? undefined : replica.rows.get(line, id)?.name) ?? t("aLine");
  };
  return () => {
    const { first, entries } = happening();
    switch (first.command) {
      case "events.createEvent":
      case "demo.addEvent":
      case "pullList.duplicateEvent":
        return t("didCreate", { who: who() });
      case "events.setFields": {
        const status = eventStatuses.find((each) => first.field === "status" && each === first.after);
        return status === undefined
          ? t("didSet", { who: who() })
          : t("didStatus", { who: who(), status: t(statusKeys[status]) });
      }
      case "events.addPhase":
      case "events.setPhase":
      case "events.removePhase":
        return t("didPhase", { who: who() });
      case "pullList.addLines":
      case "pullList.addAccessories":
        return t("didAddLines", { who: who(), n: recordsOf(entries, line.name) });
      case "pullList.setQuantity":
        return t("didQuantity", { who: who(), line: itsLine(), quantity: Number(first.after ?? 0) });
      case "pullList.setNote":
        return t("didNote", { who: who(), line: itsLine() });
      case "pullList.setItem":
      case "pullList.substitute":
        return t("didItem", { who: who(), line: itsLine() });
      case "pullList.moveLines":
        return t("didMove", { who: who() });
      case "pullList.removeLines":
        return t("didRemove", { who: who(), n: recordsOf(entries, line.name) });
      case "pullList.addGroup":
      case "pullList.renameGroup":
      case "pullList.moveGroup":
      case "pullList.removeGroup":
        return t("didGroup", { who: who() });
      case "pullList.addLinesFromPlan":
        return t("didImport", { who: who() });
      case "undo":
        return t("didUndo", { who: who() });
      default:
        return t("didOther", { who: who() });
    }
  };
};

const HappeningRow = (props: { readonly happening: Happening }): JSX.Element => {
  const format = useFormat();
  const app = useApp();
  const sentence = createSentence(() => props.happening);
  return (
    <li class={styles.happening}>
      <span>{sentence()}</span>
      <time class="small faint">{format().relative(props.happening.first.at, app.now())}</time>
    </li>
  );
};

export const Activity = (props: { readonly event: EventId }): JSX.Element => {
  const t = useText(messages);
  const replica = useReplica();
  const events = createRowsOf(event, () => thingOf(props.event), { removed: true });
  const lines = createRowsOf(line, () => thingOf(props.event), { removed: true });
  // Read again whenever the document's rows changed.
  const [history] = createResource(
    () => ({ id: props.event, rows: [events(), lines()] }),
    ({ id }) => replica.history(thingOf(id)),
  );
  const happenings = createMemo(() => byChange(history.latest ?? []));
  return (
    <Show when={happenings().length > 0} fallback={<p class="quiet">{t("noActivity")}</p>}>
      <ul>
        <For each={happenings()}>{(happening) => <HappeningRow happening={happening} />}</For>
      </ul>
    </Show>
  );
};
