/**
 * A newcomer says their name while they wait. It is written once this device has caught up and nobody has told the
 * company who this member is: a further device of a known person must not make the person a second time.
 */
import { Show, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { companyProfile, introduceMyself, nextPersonColour, person } from "#shared/domain/settings";
import { createRow, createRows, createSyncState, useCommands, useReplica } from "#client/data";
import { readPreference, writePreference } from "#client/platform/preferences";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { createMembership } from "#client/features/settings";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { messages } from "./messages";

/** Name of the preference that keeps what the newcomer typed. */
export const nameWaitingFor = (company: string): string => `name.${company}`;

const NameDialog = (props: {
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const [name, setName] = createSignal("");
  const done = (): void => {
    if (name().trim() !== "") props.onName(name());
  };
  return (
    <Dialog
      open
      title={t("whoTitle")}
      onClose={() => props.onClose()}
      foot={
        <Button variant="primary" size="touch" disabled={name().trim() === ""} onClick={done}>
          {t("whoSave")}
        </Button>
      }
    >
      <p>{t("whoText")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <TextField
          large
          autofocus
          autocomplete="name"
          label={t("yourName")}
          value={name()}
          onInput={setName}
        />
      </form>
    </Dialog>
  );
};

/** Rows reach this tab a moment after the relay said that all has come. */
const settleMs = 2_000;

/**
 * True once everything the relay has is here and this member is still unknown. The company's own record and other
 * people are signs that data has come at all; who may not see other people knows it by being new: nobody but another
 * device of theirs could have introduced them.
 */
const createNameless = (me: Accessor<unknown>, people: Accessor<readonly unknown[]>): (() => boolean) => {
  const { timers } = useApp();
  const sync = createSyncState();
  const profiles = createRows(companyProfile);
  const { view } = createMembership();
  const replica = useReplica();
  const isFirstDevice = (): boolean =>
    view().devices.filter(({ member }) => member === replica.member).length === 1;
  const [isSettled, setSettled] = createSignal(false);
  const isDue = createMemo(
    () =>
      sync().connected &&
      sync().firstSync === null &&
      profiles().length > 0 &&
      (people().length > 0 || isFirstDevice()) &&
      me() === undefined,
  );
  createEffect(() => {
    setSettled(false);
    if (isDue()) onCleanup(timers.after(settleMs, () => setSettled(true)));
  });
  const isNameless = (): boolean => isDue() && isSettled();
  return isNameless;
};

/** Stands in the frame of every open company; shows nothing unless this member has no name yet. */
export const IntroduceMyself = (): JSX.Element => {
  const replica = useReplica();
  const commands = useCommands();
  const me = createRow(person, replica.member);
  const people = createRows(person);
  const [isPutOff, setPutOff] = createSignal(false);
  const isNameless = createNameless(me, people);
  const introduce = (name: string): void => {
    const colour = nextPersonColour(people().map((each) => each.colour));
    void commands.runCommand(introduceMyself, { name, colour }).then((result) => {
      if (result.ok) writePreference(nameWaitingFor(replica.company), "");
    });
  };
  const typed = (): string => readPreference(nameWaitingFor(replica.company)) ?? "";
  createEffect(on(isNameless, (isDue) => isDue && typed() !== "" && introduce(typed())));
  return (
    <Show when={isNameless() && typed() === "" && !isPutOff()}>
      <NameDialog onName={introduce} onClose={() => setPutOff(true)} />
    </Show>
  );
};
