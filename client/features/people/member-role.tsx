/** The role of a member in the company, and its last day: asked before it counts, explained where it may not be. */
import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import type { Placed, Placement } from "#shared/protocol/membership/placement";
import { canEnd, placed, placementOf } from "#shared/protocol/membership/placement";
import { ranks } from "#shared/protocol/membership/types";
import type { MemberView } from "#shared/replica/identity/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createMembershipWords } from "#client/features/settings";
import { Button } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { Dialog } from "#client/ui/dialog";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { DayField } from "./day-field";
import { messages } from "./messages";
import styles from "./people.module.css";
import { placeOfRole, rolesOfPlace } from "./role-choice";
import { roleMessages } from "./role-messages";
import { createRoleWords } from "./role-words";
import { changeOf } from "./standing";
import type { Standing } from "./standing";

interface MemberRoleProps {
  readonly member: MemberView;
  readonly name: string;
  readonly standing: Standing;
}

const createChanging = (props: MemberRoleProps) => {
  const t = useText(messages);
  const [asked, setAsked] = createSignal<Placed>();
  const own = () => props.standing.ownRoles();
  const place = (): Placement => placementOf(props.member, own());
  const changed = (patch: Partial<Placement>): Placed => placed({ ...place(), ...patch }, own());
  const inRole = (name: string): Placed => {
    const { rank, roles } = placeOfRole(name);
    return changed({ rank, roles, until: canEnd(rank) ? place().until : null });
  };
  const why = (to: Placed) => props.standing.whyNot(changeOf(props.member.member, to));
  const offered = (): readonly string[] =>
    [...ranks.filter((rank) => rank !== "guest"), ...own().keys()].filter(
      (name) => why(inRole(name)) === undefined,
    );
  const confirm = async (): Promise<void> => {
    const to = asked();
    if (to === undefined) return;
    setAsked(undefined);
    await props.standing.perform(changeOf(props.member.member, to), t("roleChanged", { name: props.name }));
  };
  return { asked, setAsked, own, place, changed, inRole, why, offered, confirm };
};

/** What is about to change, both sides as sentences. */
const AskChange = (props: {
  readonly of: MemberRoleProps;
  readonly changing: ReturnType<typeof createChanging>;
  readonly to: Placed;
}): JSX.Element => {
  const t = useText(messages);
  const roles = useText(roleMessages);
  const format = useFormat();
  const { now } = useApp();
  const words = createRoleWords();
  const until = (): Ms | null => placementOf(props.to, props.changing.own()).until;
  return (
    <Dialog
      open
      title={t("roleAsk", {
        name: props.of.name,
        role: words.roleOf(props.to, props.changing.own()),
      })}
      onClose={() => props.changing.setAsked(undefined)}
      foot={
        <>
          <Button size="touch" onClick={() => props.changing.setAsked(undefined)}>
            {t("cancel")}
          </Button>
          <Button variant="primary" size="touch" onClick={() => void props.changing.confirm()}>
            {t("roleDo")}
          </Button>
        </>
      }
    >
      <p class="quiet">
        {t("roleBefore", { rights: words.sentence(props.of.member, props.changing.own(), now()) })}
      </p>
      <p>
        {t("roleAfter", { rights: words.sentence(props.to, props.changing.own(), now()) })}{" "}
        <Show when={until()}>
          {(at) => <strong>{roles("until", { date: format().date(at(), now()) })}</strong>}
        </Show>
      </p>
      <Show when={props.of.member.self}>
        <p role="alert">{t("roleSelf")}</p>
      </Show>
      <p class="quiet small">{t("roleSoon")}</p>
    </Dialog>
  );
};

/** The company's own roles add up: who has one may have others beside it. */
const FurtherRoles = (props: { readonly changing: ReturnType<typeof createChanging> }): JSX.Element => {
  const t = useText(messages);
  const held = (): readonly string[] => props.changing.place().roles;
  /** While the change is asked about, the ticks stand as they would be. */
  const shown = (): readonly string[] => {
    const asked = props.changing.asked();
    return asked === undefined ? held() : placementOf(asked, props.changing.own()).roles;
  };
  const others = (): readonly string[] =>
    [...props.changing.own().keys()].filter((name) => name !== held()[0]);
  const isOwn = (): boolean => {
    const [first] = held();
    return first !== undefined && props.changing.own().has(first);
  };
  const toggle = (name: string, isIn: boolean): void => {
    const roles = isIn ? [...held(), name] : held().filter((each) => each !== name);
    props.changing.setAsked(props.changing.changed({ roles }));
  };
  return (
    <Show when={isOwn() && others().length > 0}>
      <fieldset class={styles.choices}>
        <legend>{t("roleFurther")}</legend>
        <For each={others()}>
          {(name) => (
            <Checkbox label={name} checked={shown().includes(name)} onChange={(isIn) => toggle(name, isIn)} />
          )}
        </For>
      </fieldset>
    </Show>
  );
};

export const MemberRole = (props: MemberRoleProps): JSX.Element => {
  const t = useText(messages);
  const words = createRoleWords();
  const because = createMembershipWords();
  const changing = createChanging(props);
  const role = (): string => rolesOfPlace(changing.place())[0] ?? "";
  const mayChange = (): boolean => changing.offered().some((name) => name !== role());
  /** Taken from the change somebody would most likely want. */
  const whyNot = () => changing.why(changing.inRole(props.member.rank === "viewer" ? "member" : "viewer"));
  return (
    <Section title={t("roleTitle")}>
      <Show
        when={mayChange()}
        fallback={
          <p class="quiet">
            {t("roleFixed", { role: words.roleOf(props.member, changing.own()) })}{" "}
            <Show when={whyNot()}>{(why) => because({ type: "NotAllowed", why: why() })}</Show>
          </p>
        }
      >
        <div class={styles.fields}>
          <SelectField<string>
            label={t("roleField")}
            value={role()}
            placeholder={words.roleOf(props.member, changing.own())}
            options={[...new Set([role(), ...changing.offered()])]
              .filter((value) => value !== "")
              .map((value) => ({ value, label: words.role(value) }))}
            onChange={(name) => {
              if (name !== role()) changing.setAsked(changing.inRole(name));
            }}
          />
          <FurtherRoles changing={changing} />
          <Show when={canEnd(props.member.rank)} fallback={<p class="quiet small">{t("untilNever")}</p>}>
            <DayField
              label={t("untilField")}
              empty={t("untilNone")}
              value={changing.place().until ?? undefined}
              onChange={(end) => changing.setAsked(changing.changed({ until: end ?? null }))}
            />
          </Show>
        </div>
        <Show when={changing.place().others.length > 0}>
          <p class="quiet small">{t("rightsOther", { n: changing.place().others.length })}</p>
        </Show>
      </Show>
      <Show when={changing.asked()}>{(to) => <AskChange of={props} changing={changing} to={to()} />}</Show>
    </Section>
  );
};
