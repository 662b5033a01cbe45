/** What a proposal asks for, who has agreed to it, and the code holders compare: all that a signature covers. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { ProposalView } from "#shared/replica/identity/proposal-types";
import type { RootHolder } from "#shared/replica/identity/root-types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { KeyRound, Smartphone } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import type { HolderNames } from "./holder-words";
import { proposalMessages } from "./proposal-messages";
import styles from "./security.module.css";

interface WordsProps {
  readonly view: ProposalView;
  readonly names: HolderNames;
}

type Part<Kind extends ProposalView["asks"]["kind"]> = Extract<ProposalView["asks"], { readonly kind: Kind }>;

const HolderList = (props: {
  readonly label: string;
  readonly holders: readonly { readonly holder: RootHolder; readonly end?: JSX.Element }[];
  readonly names: HolderNames;
}): JSX.Element => (
  <List label={props.label} items={props.holders} boxed>
    {({ holder, end }) => (
      <Entry
        icon={holder.device === null ? <KeyRound /> : <Smartphone />}
        title={props.names.holder(holder)}
        end={end}
      />
    )}
  </List>
);

const Keys = (props: WordsProps & { readonly asks: Part<"keys"> }): JSX.Element => {
  const t = useText(proposalMessages);
  const format = useFormat();
  const { now } = useApp();
  const changes = () => [
    ...props.asks.go.map((holder) => ({ holder, end: <Badge meaning="attention">{t("go")}</Badge> })),
    ...props.asks.come.map((holder) => ({ holder, end: <Badge meaning="info">{t("come")}</Badge> })),
    ...props.asks.stay.map((holder) => ({ holder, end: <Badge>{t("stay")}</Badge> })),
  ];
  return (
    <>
      <p>
        {t("keysWhat", {
          ...{ no: props.asks.no, before: props.view.no },
          time: format().dateTime(props.view.at, now()),
        })}
      </p>
      <HolderList label={t("changes")} holders={changes()} names={props.names} />
      <p>
        {t("agreeing", {
          ...{ before: props.view.threshold, of: props.asks.stay.length + props.asks.go.length },
          ...{ after: props.asks.threshold, then: props.asks.stay.length + props.asks.come.length },
        })}
      </p>
    </>
  );
};

const Recovery = (props: WordsProps & { readonly asks: Part<"recovery"> }): JSX.Element => {
  const t = useText(proposalMessages);
  const format = useFormat();
  const { now } = useApp();
  const when = () => {
    if (props.asks.countsAtOnce) return t("recoveryAtOnce");
    return t(props.view.mayAgreeHere ? "recoveryHere" : "recoveryWaits");
  };
  return (
    <>
      <p>
        {t("recoveryWhat", {
          ...{ name: props.names.member(props.asks.member), device: props.asks.deviceName },
          time: format().dateTime(props.view.at, now()),
        })}
      </p>
      <Show when={props.asks.ends.length > 0}>
        <p class="quiet">{t("recoveryEnds")}</p>
        <HolderList
          label={t("recoveryEnds")}
          holders={props.asks.ends.map((holder) => ({ holder }))}
          names={props.names}
        />
      </Show>
      <p>{when()}</p>
    </>
  );
};

export const CompareCode = (props: {
  readonly code: string;
  /** Begun here: somebody else is asked. */
  readonly own?: boolean | undefined;
}): JSX.Element => {
  const t = useText(proposalMessages);
  return (
    <div class={styles.compare}>
      <p>{t(props.own === true ? "compareOwn" : "compare")}</p>
      <p class="code" role="group" aria-label={t("code")}>
        {props.code}
      </p>
    </div>
  );
};

export const ProposalWords = (props: WordsProps & { readonly own?: boolean }): JSX.Element => {
  const t = useText(proposalMessages);
  const { companies } = useApp();
  const company = (): string => {
    const { company: id, fingerprint } = props.view;
    const name = companies.list().find((each) => each.company === id)?.name ?? "";
    return name === "" ? t("company", { fingerprint }) : t("companyNamed", { name, fingerprint });
  };
  const asked = <Kind extends ProposalView["asks"]["kind"]>(kind: Kind): Part<Kind> | undefined => {
    const { asks } = props.view;
    return isOf(asks, kind) ? asks : undefined;
  };
  return (
    <>
      <Section
        title={t(props.view.asks.kind === "keys" ? "keysTitle" : "recoveryTitle", { company: company() })}
      >
        <div class={styles.part}>
          <Show when={asked("keys")}>{(asks) => <Keys {...props} asks={asks()} />}</Show>
          <Show when={asked("recovery")}>{(asks) => <Recovery {...props} asks={asks()} />}</Show>
          <CompareCode code={props.view.code} own={props.own} />
        </div>
      </Section>
      <Section title={t("signed")}>
        <div class={styles.part}>
          <HolderList
            label={t("signed")}
            holders={props.view.signed.map((holder) => ({ holder }))}
            names={props.names}
          />
          <p role="status">
            {props.view.missing > 0 ? t("missing", { n: props.view.missing }) : t("enough")}
          </p>
        </div>
      </Section>
    </>
  );
};

const isOf = <Kind extends ProposalView["asks"]["kind"]>(
  asks: ProposalView["asks"],
  kind: Kind,
): asks is Part<Kind> => asks.kind === kind;
