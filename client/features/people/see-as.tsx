/** The app as somebody with this place meets it: asked of the same rules as the app itself, not drawn by hand. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Ms } from "#shared/kernel/clock";
import { mayDo } from "#shared/protocol/membership/acts";
import { may } from "#shared/protocol/membership/grants";
import type { Placed } from "#shared/protocol/membership/placement";
import { placementOf } from "#shared/protocol/membership/placement";
import type { CompanyState, MemOp } from "#shared/protocol/membership/types";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { messages as frameMessages } from "#client/app/messages";
import { navItems } from "#client/app/navigation";
import { needOfScreen } from "#client/app/screen-needs";
import type { ScreenNeed } from "#client/app/screen-needs";
import { Badge } from "#client/ui/badge";
import { classes } from "#client/ui/classes";
import { CircleCheck, Minus } from "#client/ui/icons";
import meanings from "#client/ui/meaning.module.css";
import { Section } from "#client/ui/page";
import { seeAsMessages } from "./see-as-messages";
import styles from "./people.module.css";
import type { OwnRoles } from "./role-words";
import type { Standing } from "./standing";

const somebody = "see-as";

interface View {
  /** In the whole company or in a single event. */
  readonly holds: (need: ScreenNeed) => boolean;
  readonly everywhere: (need: ScreenNeed) => boolean;
  readonly mayAct: (op: MemOp) => boolean;
}

/** The company with one more member in that place. */
const viewOf = (state: CompanyState, place: Placed, roles: OwnRoles, now: Ms): View => {
  const members = new Map([
    ...state.members,
    [somebody, { ...place, ord: state.members.size, station: false }],
  ]);
  const asked: CompanyState = { ...state, members, roles };
  const everywhere = ({ verb, on }: ScreenNeed): boolean =>
    may(asked, somebody, verb, { cls: on, scope: "company" }, now);
  const { events } = placementOf(place, roles);
  const inEvents = ({ verb, on }: ScreenNeed): boolean =>
    events.some(({ event }) => may(asked, somebody, verb, { cls: on, scope: { event } }, now));
  return {
    everywhere,
    holds: (need) => everywhere(need) || inEvents(need),
    mayAct: (op) => mayDo(asked, somebody, op, now),
  };
};

const needOf = (verb: ScreenNeed["verb"], on: ScreenNeed["on"]): ScreenNeed => ({ verb, on });

const columns = [
  { key: "columnProduct", need: needOf("read", "inventory") },
  { key: "columnFigures", need: needOf("read", "inventory") },
  { key: "columnPlace", need: needOf("read", "inventory") },
  { key: "columnMovements", need: needOf("read", "movements") },
  { key: "columnValue", need: needOf("read", "money") },
] as const;

const deeds = [
  { key: "doScan", need: needOf("write", "movements") },
  { key: "doCount", need: needOf("read", "work") },
  { key: "doLeadCounts", need: needOf("write", "work") },
  { key: "doStock", need: needOf("create", "inventory") },
  { key: "doEvents", need: needOf("create", "event") },
  { key: "doPlan", need: needOf("write", "event") },
  { key: "doMoney", need: needOf("write", "money") },
  { key: "doContacts", need: needOf("read", "person") },
  { key: "doSettings", need: needOf("write", "settings") },
] as const;

const newcomer = new Uint8Array(16);
const acts = [
  {
    key: "doInvite",
    op: { kind: "member.add", member: newcomer, rank: "member", roles: [], grants: [], station: false },
  },
  {
    key: "doCrew",
    op: { kind: "member.add", member: newcomer, rank: "crew", roles: [], grants: [], station: false },
  },
  { key: "doRoles", op: { kind: "role.define", role: "?", grants: [] } },
  {
    key: "doAdopt",
    op: { kind: "adopt", doc: newcomer, actor: newcomer, seq: 1, hash: new Uint8Array(32) },
  },
] as const satisfies readonly { readonly key: string; readonly op: MemOp }[];

const Rail = (props: { readonly view: View }): JSX.Element => {
  const t = useText(seeAsMessages);
  const frame = useText(frameMessages);
  const isShown = (path: string): boolean => {
    const need = needOfScreen(path);
    return need === undefined || props.view.holds(need);
  };
  const shown = () =>
    navItems.filter(
      // What was handed in has a place only while there is some of it.
      ({ path, place }) => place !== "palette" && path !== "/held" && isShown(path),
    );
  return (
    <ul class={styles.rail} aria-label={t("places")}>
      <For each={shown()}>
        {(item) => (
          <li class={styles.place}>
            <Dynamic component={item.icon} />
            {frame(item.label)}
          </li>
        )}
      </For>
    </ul>
  );
};

const Deed = (props: { readonly may: boolean; readonly words: string }): JSX.Element => {
  const t = useText(seeAsMessages);
  return (
    <li class={props.may ? meanings.ok : styles.absent}>
      <Show when={props.may} fallback={<Minus />}>
        <CircleCheck />
      </Show>
      <span class={classes(!props.may && styles.absent)}>
        {props.words}
        <span class="hidden-label">{` (${t(props.may ? "there" : "absent")})`}</span>
      </span>
    </li>
  );
};

const Seen = (props: { readonly view: View }): JSX.Element => {
  const t = useText(seeAsMessages);
  const eventsSeen = () => {
    const need = needOf("read", "event");
    if (props.view.everywhere(need)) return t("eventsAll");
    return t(props.view.holds(need) ? "eventsSingle" : "eventsNone");
  };
  return (
    <div class={styles.seen}>
      <div>
        <h3>{t("columnsTitle")}</h3>
        <ul class={styles.columns} aria-label={t("columnsTitle")}>
          <For each={columns.filter(({ need }) => props.view.holds(need))}>
            {({ key }) => (
              <li>
                <Badge>{t(key)}</Badge>
              </li>
            )}
          </For>
        </ul>
        <Show when={!props.view.holds(needOf("read", "money"))}>
          <p class="quiet small">{t("moneyHidden")}</p>
        </Show>
      </div>
      <div>
        <h3>{t("eventsTitle")}</h3>
        <p>{eventsSeen()}</p>
      </div>
      <div>
        <h3>{t("deedsTitle")}</h3>
        <ul class={styles.doing} aria-label={t("deedsTitle")}>
          <For each={deeds}>{({ key, need }) => <Deed may={props.view.holds(need)} words={t(key)} />}</For>
          <For each={acts}>{({ key, op }) => <Deed may={props.view.mayAct(op)} words={t(key)} />}</For>
        </ul>
      </div>
    </div>
  );
};

export const SeeAs = (props: {
  readonly place: Placed;
  readonly roles: OwnRoles;
  readonly standing: Standing;
}): JSX.Element => {
  const t = useText(seeAsMessages);
  const { now } = useApp();
  const view = (): View | undefined => {
    props.standing.view();
    const state = props.standing.membership()?.state();
    return state === undefined ? undefined : viewOf(state, props.place, props.roles, now());
  };
  return (
    <Section title={t("title")} note={t("note")}>
      <Show when={view()}>
        {(found) => (
          <div class={styles.preview}>
            <Rail view={found()} />
            <Seen view={found()} />
          </div>
        )}
      </Show>
    </Section>
  );
};
