import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { placementOf } from "#shared/protocol/membership/placement";
import { ranks } from "#shared/protocol/membership/types";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { SettingsLayout, presentMembers } from "#client/features/settings";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { KeyRound, Plus } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { messages } from "./messages";
import styles from "./people.module.css";
import { definitionOf, isFreeName } from "./role-editing";
import { rolesOfPlace } from "./role-choice";
import { roleAddress } from "./role-address";
import { createRoleWords } from "./role-words";
import { createStanding } from "./standing";
import type { Standing } from "./standing";

const NewRole = (props: { readonly standing: Standing; readonly onClose: () => void }): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const [name, setName] = createSignal("");
  const isTaken = (): boolean => name().trim() !== "" && !isFreeName(name(), props.standing.ownRoles());
  const make = async (): Promise<void> => {
    const role = name().trim();
    if (role === "" || isTaken()) return;
    const isMade = await props.standing.perform(definitionOf(role, []), t("roleMade", { role }));
    if (!isMade) return;
    props.onClose();
    navigate(roleAddress(role));
  };
  return (
    <Dialog
      open
      title={t("roleNew")}
      onClose={() => props.onClose()}
      foot={
        <>
          <Button size="touch" onClick={() => props.onClose()}>
            {t("cancel")}
          </Button>
          <Button
            variant="primary"
            size="touch"
            disabled={name().trim() === "" || isTaken()}
            onClick={() => void make()}
          >
            {t("roleMake")}
          </Button>
        </>
      }
    >
      <form
        class={styles.stack}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <TextField
          large
          autofocus
          maxlength={64}
          label={t("roleName")}
          hint={t("roleNameHint")}
          error={isTaken() ? t("roleTaken") : undefined}
          value={name()}
          onInput={setName}
        />
      </form>
    </Dialog>
  );
};

const RoleList = (props: {
  readonly label: string;
  readonly names: readonly string[];
  readonly standing: Standing;
}): JSX.Element => {
  const t = useText(messages);
  const { now } = useApp();
  const words = createRoleWords();
  const own = () => props.standing.ownRoles();
  const holders = (role: string): number =>
    presentMembers(props.standing.view()).filter((member) =>
      rolesOfPlace(placementOf(member, own())).includes(role),
    ).length;
  return (
    <List label={props.label} items={props.names} boxed>
      {(name) => (
        <Entry
          href={roleAddress(name)}
          icon={<KeyRound />}
          title={<strong>{words.role(name)}</strong>}
          note={words.sentenceOfRole(name, own(), now())}
          end={<Badge>{t("roleHolders", { n: holders(name) })}</Badge>}
        />
      )}
    </List>
  );
};

const builtIn = ranks.filter((rank) => rank !== "guest");

/** What the roles give, who has them, and the company's own. */
const RolesScreen = (): JSX.Element => {
  const t = useText(messages);
  const standing = createStanding();
  const [isMaking, setMaking] = createSignal(false);
  const own = createMemo(() => [...standing.ownRoles().keys()]);
  const mayDefine = (): boolean => standing.may(definitionOf("?", []));
  return (
    <SettingsLayout
      tab="roles"
      actions={
        <Show when={mayDefine()}>
          <Button variant="primary" onClick={() => setMaking(true)}>
            <Plus />
            {t("roleNew")}
          </Button>
        </Show>
      }
    >
      <Section title={t("rolesBuiltIn")} note={t("rolesBuiltInNote")}>
        <RoleList label={t("rolesBuiltIn")} names={builtIn} standing={standing} />
      </Section>
      <Section title={t("rolesOwn")}>
        <Show
          when={own().length > 0}
          fallback={<p class="quiet">{t(mayDefine() ? "rolesOwnNone" : "rolesOwnNoneHere")}</p>}
        >
          <RoleList label={t("rolesOwn")} names={own()} standing={standing} />
        </Show>
        <Show when={!mayDefine() && standing.membership()}>
          <p class="quiet small">{t("rolesWho")}</p>
        </Show>
      </Section>
      <Show when={isMaking()}>
        <NewRole standing={standing} onClose={() => setMaking(false)} />
      </Show>
    </SettingsLayout>
  );
};

export default RolesScreen;
