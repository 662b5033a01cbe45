/** Everything one device wrote since a moment, record by record, with the way back to what stood there before. */
import { Show, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { documentKinds } from "#shared/documents/kinds";
import type { DocumentKindName } from "#shared/documents/kinds";
import { splitKey, typeOfKey } from "#shared/documents/projection";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import type { Id, ThingId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import { parseLocalDateTime } from "#shared/kernel/local-time";
import type { LocalDateTime } from "#shared/kernel/record";
import type { ActivityEntry, AuditMoment, RecordRef } from "#shared/replica/types";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, scopeOf, useReplica } from "#client/data";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import styles from "./activity.module.css";
import { createDeedWords, createFactRows } from "./fact-rows";
import { createHistoryWords } from "./history-words";
import { RestoreDialog } from "./restore-dialog";
import { reviewMessages } from "./review-messages";

/** One record the device touched. */
interface Touched {
  readonly id: string;
  readonly thing: ThingId;
  readonly kind: DocumentKindName;
  readonly key: string;
  readonly changes: number;
  readonly first: Ms;
  readonly last: Ms;
}

const shownFirst = 50;

const isKind = (kind: string): kind is DocumentKindName => Object.hasOwn(documentKinds, kind);

/** Newest first, as the entries come. */
const touchedBy = (entries: readonly ActivityEntry[], device: string): readonly Touched[] => {
  const found = new Map<string, Touched>();
  for (const entry of entries) {
    if (entry.device !== device || !entry.isSigned || !isKind(entry.kind)) continue;
    for (const key of entry.records) {
      const id = `${entry.thing} ${key}`;
      const known = found.get(id);
      const { thing, kind } = entry;
      found.set(id, {
        ...{ id, thing, kind, key, first: entry.at, last: known?.last ?? entry.at },
        changes: (known?.changes ?? 0) + 1,
      });
    }
  }
  return [...found.values()];
};

const refOf = ({ kind, key }: Touched): RecordRef | undefined => {
  const type = typeOfKey(kind, key);
  const id = parseId<Id<string>>(splitKey(key)?.id);
  return type === undefined || id === undefined ? undefined : { type, id };
};

/** Undefined while it is first read; read again after rows changed. */
const createTouched = (
  device: Accessor<string>,
  since: Accessor<Ms>,
): Accessor<readonly Touched[] | undefined> => {
  const replica = useReplica();
  const [found, setFound] = createSignal<readonly Touched[]>();
  const [changed, tell] = createSignal(0);
  onCleanup(replica.rows.subscribe(() => tell((n) => n + 1)));
  let asked = 0;
  createEffect(
    on([device, since, changed], ([key, from]) => {
      const turn = ++asked;
      void replica.activity(from).then((entries) => {
        if (turn === asked) setFound(touchedBy(entries, key));
      });
    }),
  );
  return found;
};

/** Whoever may not write it only compares. */
const LookAt = (props: { readonly of: Touched; readonly onLook: () => void }): JSX.Element => {
  const t = useText(reviewMessages);
  const words = createHistoryWords();
  const may = createMay();
  const mayRestore = (): boolean => {
    const on = documentKinds[props.of.kind].class;
    return may("write", on, scopeOf(on, props.of.thing));
  };
  return (
    <Button
      aria-label={t(mayRestore() ? "lookAt" : "compareAt", { record: words.record(props.of.key) })}
      onClick={() => props.onLook()}
    >
      {t(mayRestore() ? "look" : "compare")}
    </Button>
  );
};

const Records = (props: { readonly device: string; readonly since: Ms }): JSX.Element => {
  const t = useText(reviewMessages);
  const words = createHistoryWords();
  const touched = createTouched(
    () => props.device,
    () => props.since,
  );
  const [shown, setShown] = createSignal(shownFirst);
  const [looking, setLooking] = createSignal<Touched>();
  const [moment, setMoment] = createSignal<AuditMoment>({ at: 0 });
  const look = (at: Touched): void => {
    // What stood there before the device touched it.
    setMoment({ at: at.first - 1 });
    setLooking(at);
  };
  return (
    <Section title={t("records")}>
      <Show when={touched()} fallback={<p class="quiet">{t("reading")}</p>}>
        {(all) => (
          <Show when={all().length > 0} fallback={<p class="quiet">{t("nothing")}</p>}>
            <List label={t("records")} items={all().slice(0, shown())} boxed>
              {(each) => (
                <Entry
                  title={words.record(each.key)}
                  note={`${t("times", { n: each.changes })}, ${t("last", { time: words.time(each.last, true) })}`}
                  end={<LookAt of={each} onLook={() => look(each)} />}
                />
              )}
            </List>
            <Show when={all().length > shown()}>
              <Button onClick={() => setShown((n) => n + shownFirst * 4)}>
                {t("more", { n: all().length - shown() })}
              </Button>
            </Show>
          </Show>
        )}
      </Show>
      <Show when={looking()} keyed>
        {(each) => (
          <RestoreDialog
            thing={each.thing}
            kind={each.kind}
            record={refOf(each)}
            name={words.record(each.key)}
            moment={moment()}
            entries={[]}
            onMoment={setMoment}
            onClose={() => setLooking(undefined)}
          />
        )}
      </Show>
    </Section>
  );
};

const Facts = (props: { readonly device: string; readonly since: Ms }): JSX.Element => {
  const t = useText(reviewMessages);
  const words = createHistoryWords();
  const deed = createDeedWords();
  const all = createFactRows(
    () => props.since,
    () => true,
  );
  const written = createMemo(() =>
    all()
      .filter(({ author }) => author?.device === props.device && author.isSigned)
      .sort((a, b) => b.at - a.at),
  );
  const [shown, setShown] = createSignal(shownFirst);
  return (
    <Section title={t("facts")}>
      <Show when={written().length > 0} fallback={<p class="quiet">{t("noFacts")}</p>}>
        <p class="quiet">{t("factsText")}</p>
        <List label={t("facts")} items={written().slice(0, shown())} boxed>
          {(row) => (
            <Entry
              href={row.href}
              title={row.records[0] === undefined ? deed(row) : words.record(row.records[0])}
              note={row.records[0] === undefined ? undefined : deed(row)}
              end={<span class="figures small">{words.time(row.at, row.isExact)}</span>}
            />
          )}
        </List>
        <Show when={written().length > shown()}>
          <Button onClick={() => setShown((n) => n + shownFirst * 4)}>
            {t("more", { n: written().length - shown() })}
          </Button>
        </Show>
      </Show>
    </Section>
  );
};

const pad = (value: number): string => String(value).padStart(2, "0");

const asLocal = (at: Ms): LocalDateTime => {
  const date = new Date(at);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return brand<LocalDateTime>(`${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`);
};

const DeviceWrites = (props: {
  /** Base64url of the device's key. */
  readonly device: string;
  readonly since: Ms;
  readonly onSince: (since: Ms) => void;
}): JSX.Element => {
  const t = useText(reviewMessages);
  const format = useFormat();
  return (
    <>
      <div class={styles.asked}>
        <TextField
          type="datetime-local"
          label={t("since")}
          hint={t("sinceHint")}
          value={asLocal(props.since)}
          shown={format().localDateTime(asLocal(props.since))}
          onCommit={(text) => {
            const local = parseLocalDateTime(text);
            if (local !== undefined) props.onSince(new Date(local).getTime());
          }}
        />
      </div>
      <Records device={props.device} since={props.since} />
      <Facts device={props.device} since={props.since} />
    </>
  );
};

export default DeviceWrites;
