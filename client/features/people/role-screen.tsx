/** One role: what it gives, who has it, how the app looks with it; the company's own ones are changed here. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate, useParams } from "@solidjs/router";
import { placementOf } from "#shared/protocol/membership/placement";
import { ranks } from "#shared/protocol/membership/types";
import type { Placed } from "#shared/protocol/membership/placement";
import { grantsOfMember, isBuiltInRole } from "#shared/protocol/membership/roles";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import {
  SettingsLayout,
  createMemberNames,
  createMembershipWords,
  presentMembers,
} from "#client/features/settings";
import { Avatar } from "#client/ui/avatar";
import { Button } from "#client/ui/button";
import { Users } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { EmptyState, Section } from "#client/ui/page";
import { grantsOfLevels, levelsOf } from "./areas";
import type { Area, Level, Levels } from "./areas";
import { messages } from "./messages";
import styles from "./people.module.css";
import { RightsTable } from "./rights-table";
import { placeOfRole, rolesOfPlace } from "./role-choice";
import { definitionOf, removalOf } from "./role-editing";
import { createRoleWords } from "./role-words";
import type { OwnRoles } from "./role-words";
import { SeeAs } from "./see-as";
import { createStanding } from "./standing";
import type { Standing } from "./standing";

const asMember = (name: string): Placed => ({ ...placeOfRole(name), grants: [] });

const createDraft = (role: string, standing: Standing) => {
  const { now } = useApp();
  const [draft, setDraft] = createSignal<Levels>();
  const stored = () => levelsOf(grantsOfMember(asMember(role), standing.ownRoles()), now());
  const levels = (): Levels => draft() ?? stored();
  /** The roles as they would be. */
  const roles = createMemo((): OwnRoles => {
    const changed = draft();
    return changed === undefined
      ? standing.ownRoles()
      : new Map([...standing.ownRoles(), [role, grantsOfLevels(changed)]]);
  });
  return {
    levels,
    roles,
    isChanged: () => draft() !== undefined,
    set: (area: Area, level: Level) => setDraft({ ...levels(), [area]: level }),
    reset: () => setDraft(undefined),
  };
};

const Holders = (props: { readonly role: string; readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const names = createMemberNames();
  const holders = () =>
    presentMembers(props.standing.view()).filter((member) =>
      rolesOfPlace(placementOf(member, props.standing.ownRoles())).includes(props.role),
    );
  return (
    <Section title={t("roleHoldersTitle")}>
      <Show
        when={holders().length > 0}
        fallback={
          <p class="quiet">
            {t("roleHoldersNone")}{" "}
            <a class="link" href="/settings/people">
              {t("roleHoldersGive")}
            </a>
          </p>
        }
      >
        <List label={t("roleHoldersTitle")} items={holders()} boxed>
          {({ member }) => (
            <Entry
              href={`/settings/people/${member}`}
              icon={<Avatar name={names(member)} colour={1} />}
              title={names(member)}
            />
          )}
        </List>
      </Show>
    </Section>
  );
};

/** What somebody holds is not taken away by deleting its name. */
const DeleteRole = (props: { readonly role: string; readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const because = createMembershipWords();
  const why = () => props.standing.whyNot(removalOf(props.role));
  const remove = async (): Promise<void> => {
    const isDone = await props.standing.perform(
      removalOf(props.role),
      t("roleDeleted", { role: props.role }),
    );
    if (isDone) navigate("/settings/roles");
  };
  return (
    <Section title={t("roleDelete")}>
      <Show
        when={why()}
        fallback={
          <Button variant="danger" onClick={() => void remove()}>
            {t("roleDelete")}
          </Button>
        }
      >
        {(reason) => <p class="quiet">{because({ type: "NotAllowed", why: reason() })}</p>}
      </Show>
    </Section>
  );
};

const RolePage = (props: { readonly role: string; readonly standing: Standing }): JSX.Element => {
  const t = useText(messages);
  const { now } = useApp();
  const words = createRoleWords();
  // eslint-disable-next-line solid/reactivity -- the page is made anew for another role
  const draft = createDraft(props.role, props.standing);
  const isOwn = (): boolean => !isBuiltInRole(props.role);
  const change = () => definitionOf(props.role, grantsOfLevels(draft.levels()));
  const mayChange = (): boolean => isOwn() && props.standing.may(change());
  const save = async (): Promise<void> => {
    if (await props.standing.perform(change(), t("roleSaved", { role: props.role }))) draft.reset();
  };
  const why = () => t(isOwn() ? "rolesWho" : "roleBuiltInText");
  return (
    <SettingsLayout tab="roles" title={words.role(props.role)}>
      <Section title={t("roleGives")}>
        <div class={styles.stack}>
          <p aria-live="polite">{words.sentenceOfRole(props.role, draft.roles(), now())}</p>
          <RightsTable
            label={t("roleGives")}
            levels={draft.levels()}
            onChange={mayChange() ? draft.set : undefined}
          />
          <Show when={!mayChange() && props.standing.membership()}>
            <p class="quiet small">{why()}</p>
          </Show>
          <Show when={draft.isChanged()}>
            <p class="quiet small">{t("roleSaveText")}</p>
            <div class={styles.pair}>
              <Button size="touch" onClick={draft.reset}>
                {t("roleDiscard")}
              </Button>
              <Button variant="primary" size="touch" onClick={() => void save()}>
                {t("roleSave")}
              </Button>
            </div>
          </Show>
        </div>
      </Section>
      <SeeAs place={asMember(props.role)} roles={draft.roles()} standing={props.standing} />
      <Holders role={props.role} standing={props.standing} />
      <Show when={mayChange()}>
        <DeleteRole role={props.role} standing={props.standing} />
      </Show>
    </SettingsLayout>
  );
};

const RoleScreen = (): JSX.Element => {
  const t = useText(messages);
  const params = useParams<{ name: string }>();
  const standing = createStanding();
  const role = createMemo(() =>
    [...ranks, ...standing.ownRoles().keys()].find((name) => encodeURIComponent(name) === params.name),
  );
  return (
    <Show
      when={role()}
      keyed
      fallback={
        <Show when={standing.membership()}>
          <SettingsLayout tab="roles" title={t("roleUnknown")}>
            <EmptyState icon={<Users />} title={t("roleUnknown")} />
          </SettingsLayout>
        </Show>
      }
    >
      {(found) => <RolePage role={found} standing={standing} />}
    </Show>
  );
};

export default RoleScreen;
