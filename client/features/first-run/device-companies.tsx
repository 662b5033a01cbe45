import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createObserved } from "#client/data";
import type { CompanyEntry } from "#client/data";
import type { KnownCompany } from "#shared/replica/identity/types";
import { Avatar } from "#client/ui/avatar";
import { Badge } from "#client/ui/badge";
import { Button, IconButton, LinkButton } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { Trash2 } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { messages } from "./messages";
import { createStartWords } from "./problem-words";
import styles from "./welcome.module.css";

const RemoveDialog = (props: {
  readonly entry: CompanyEntry | undefined;
  readonly onClose: () => void;
  readonly onRemove: (entry: CompanyEntry) => void;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <Show when={props.entry}>
      {(entry) => (
        <Dialog
          open
          onClose={() => props.onClose()}
          title={t("removeTitle", { name: entry().name === "" ? t("unnamed") : entry().name })}
          foot={
            <>
              <Button onClick={() => props.onClose()}>{t("cancel")}</Button>
              <Button variant="danger" onClick={() => props.onRemove(entry())}>
                {t("remove")}
              </Button>
            </>
          }
        >
          <p>{t(entry().demo ? "removeDemo" : "removeLocal")}</p>
        </Dialog>
      )}
    </Show>
  );
};

const CompanyLine = (props: {
  readonly entry: CompanyEntry;
  readonly onOpen: () => void;
  readonly onRemove: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  return (
    <Entry
      icon={<Avatar name={props.entry.name === "" ? "?" : props.entry.name} colour="company" />}
      title={props.entry.name === "" ? t("unnamed") : props.entry.name}
      note={
        props.entry.openedAt > 0
          ? t("lastOpened", { time: format().relative(props.entry.openedAt, now()) })
          : undefined
      }
      end={
        <>
          <Show when={props.entry.demo}>
            <Badge meaning="info">{t("demo")}</Badge>
          </Show>
          <Button onClick={() => props.onOpen()}>{t("open")}</Button>
          <IconButton label={t("remove")} onClick={() => props.onRemove()}>
            <Trash2 />
          </IconButton>
        </>
      }
    />
  );
};

/** Requests that wait for somebody else: to be let in, or for a recovery to count. */
const WaitingLines = (props: { readonly waiting: readonly KnownCompany[] }): JSX.Element => {
  const t = useText(messages);
  return (
    <For each={props.waiting}>
      {(each) => (
        <p>
          {t("waitingToJoin")}{" "}
          <LinkButton
            href={
              each.stage === "joining" ? `/join?waiting=${each.company}` : `/recover?waiting=${each.company}`
            }
          >
            {t("continue")}
          </LinkButton>
        </p>
      )}
    </For>
  );
};

/** Companies this browser profile already holds, and requests to join that still wait. */
export const DeviceCompanies = (): JSX.Element => {
  const t = useText(messages);
  const { companies, identity } = useApp();
  const navigate = useNavigate();
  const words = createStartWords();
  const known = createObserved(identity.companies);
  const waiting = () => known().filter((each) => each.stage !== "active");
  const [removing, setRemoving] = createSignal<CompanyEntry>();
  const [problem, setProblem] = createSignal<string>();
  const open = async (entry: CompanyEntry): Promise<void> => {
    const result = await companies.open(entry.company);
    setProblem(result.ok ? undefined : words(result.error));
    if (result.ok) navigate("/");
  };
  const remove = async (entry: CompanyEntry): Promise<void> => {
    setRemoving(undefined);
    const result = await companies.remove(entry.company);
    setProblem(result.ok ? undefined : words(result.error));
  };
  return (
    <Show when={companies.list().length > 0 || waiting().length > 0}>
      <section class={styles.here} aria-labelledby="here-title">
        <h2 id="here-title">{t("here")}</h2>
        <List label={t("here")} items={companies.list()} boxed>
          {(entry) => (
            <CompanyLine entry={entry} onOpen={() => void open(entry)} onRemove={() => setRemoving(entry)} />
          )}
        </List>
        <WaitingLines waiting={waiting()} />
        <Show when={problem()}>{(sentence) => <p role="alert">{sentence()}</p>}</Show>
        <RemoveDialog
          entry={removing()}
          onClose={() => setRemoving(undefined)}
          onRemove={(entry) => void remove(entry)}
        />
      </section>
    </Show>
  );
};
