/** How safe the company stands, and every change of membership explained. */
import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { formatDelimited } from "#shared/domain/import";
import type { Explanation } from "#shared/protocol/membership/explain";
import { textOfBytes } from "#shared/protocol/wire-types";
import { createObserved, useReplica } from "#client/data";
import { saveFile } from "#client/platform/files";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import {
  SettingsLayout,
  createMemberNames,
  createMembership,
  presentMembers,
  reasonMessages,
  shortKey,
} from "#client/features/settings";
import type { FollowedMembership } from "#client/features/settings";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { Download, KeyRound } from "#client/ui/icons";
import { Facts } from "#client/ui/list";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { areaOf, concerns, createLogLines, logAreas, timeOf } from "./log-lines";
import { createLogWords } from "./log-words";
import type { LogWords } from "./log-words";
import { LogList } from "./membership-log";
import { messages } from "./messages";
import styles from "./security.module.css";
import { TwoOrders } from "./two-orders";

const Standing = (props: { readonly followed: FollowedMembership }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createMemberNames();
  const view = () => props.followed.view();
  const verdict = createMemo(() => {
    view();
    return props.followed.membership()?.verdict.get();
  });
  const active = () => view().devices.filter(({ revoked }) => revoked === null);
  const owners = () =>
    view().members.filter(
      ({ member, rank }) => rank === "owner" && active().some((device) => device.member === member),
    );
  const order = (): string => {
    const state = verdict()?.confirmed;
    return state == null || state.checkpoint === 0
      ? t("orderNever")
      : t("orderAt", { time: format().dateTime(state.checkpointAt, now()), no: state.checkpoint });
  };
  const relayKey = (): string | undefined => {
    const key = verdict()?.state?.sequencer;
    return key == null ? undefined : shortKey(textOfBytes(key));
  };
  const ownerNames = (): string => format().list(owners().map(({ member }) => names(member)));
  return (
    <Section title={t("standing")}>
      <TwoOrders followed={props.followed} />
      <Facts
        facts={[
          { name: t("owners"), value: ownerNames() },
          { name: t("devices"), value: t("devicesCount", { n: active().length }) },
          { name: t("order"), value: order() },
          { name: t("relayKey"), value: relayKey() },
        ]}
      />
      <Show when={owners().length === 1}>
        <Note meaning="attention">{t("ownersOne")}</Note>
      </Show>
    </Section>
  );
};

const Recovery = (): JSX.Element => {
  const t = useText(messages);
  const { identity } = useApp();
  const replica = useReplica();
  const known = createObserved(identity.companies);
  const isMissing = (): boolean =>
    known().some(({ company, paperKeySaved }) => company === replica.company && !paperKeySaved);
  return (
    <Section title={t("recovery")}>
      <div class={styles.stack}>
        <p class="quiet">{t("recoveryText")}</p>
        <LinkButton href="/settings/keys">{t("rootKeys")}</LinkButton>
        <Show when={isMissing()} fallback={<p>{t("paperDone")}</p>}>
          <Badge meaning="attention">{t("paperMissing")}</Badge>
          <LinkButton href="/settings/paper-key">
            <KeyRound />
            {t("paperSave")}
          </LinkButton>
        </Show>
      </div>
    </Section>
  );
};

const createTable = (words: LogWords): ((lines: readonly Explanation[]) => string) => {
  const t = useText(messages);
  const because = useText(reasonMessages);
  const head = (): readonly string[] => [
    t("csvTime"),
    t("csvClaimed"),
    t("csvWhat"),
    t("csvDetail"),
    t("csvBy"),
    t("csvDevice"),
    t("csvConfirmed"),
    t("csvEffect"),
    t("csvRecord"),
  ];
  const rowOf = (line: Explanation): readonly string[] => [
    new Date(timeOf(line)).toISOString(),
    new Date(line.claimedAt).toISOString(),
    words.what(line.event),
    words.detail(line.event) ?? "",
    words.who(line),
    "device" in line.by ? line.by.device : "",
    line.checkpoint === null ? "" : String(line.checkpoint.no),
    line.void === null ? t("csvYes") : because(line.void),
    line.id,
  ];
  return (lines) => formatDelimited([head(), ...lines.map(rowOf)], ";");
};

const everything = "all";

const Log = (props: { readonly followed: FollowedMembership }): JSX.Element => {
  const t = useText(messages);
  const names = createMemberNames();
  const { clock } = useApp();
  const [params, setParams] = useSearchParams<{ area: string; person: string }>();
  // eslint-disable-next-line solid/reactivity -- one membership for as long as the screen is there
  const lines = createLogLines(props.followed);
  const words = createLogWords(() => props.followed.membership()?.state().roles ?? new Map());
  const table = createTable(words);
  const shown = createMemo(() =>
    lines().filter(
      (line) =>
        (params.area === undefined || areaOf(line) === params.area) &&
        (params.person === undefined || concerns(line, params.person)),
    ),
  );
  const set = (name: "area" | "person", value: string): void =>
    setParams({ [name]: value === everything ? undefined : value }, { replace: true });
  const save = (): void => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    saveFile(`eventkit-security-${day}.csv`, new Blob(["\ufeff", table(shown())], { type: "text/csv" }));
  };
  return (
    <Section
      title={t("log")}
      note={t("logNote", { n: shown().length })}
      actions={
        <Button onClick={save}>
          <Download />
          {t("save")}
        </Button>
      }
    >
      <p class="quiet">{t("logText")}</p>
      <div class={styles.limits}>
        <SelectField<string>
          label={t("area")}
          value={params.area ?? everything}
          options={[
            { value: everything, label: t("all") },
            ...logAreas.map((value) => ({ value, label: t(`area_${value}`) })),
          ]}
          onChange={(value) => set("area", value)}
        />
        <SelectField<string>
          label={t("person")}
          value={params.person ?? everything}
          options={[
            { value: everything, label: t("anybody") },
            ...presentMembers(props.followed.view()).map(({ member }) => ({
              value: String(member),
              label: names(member),
            })),
          ]}
          onChange={(value) => set("person", value)}
        />
      </div>
      <LogList label={t("log")} lines={shown()} words={words} />
    </Section>
  );
};

const SecurityScreen = (): JSX.Element => {
  const followed = createMembership();
  return (
    <SettingsLayout tab="security">
      <Standing followed={followed} />
      <Recovery />
      <Log followed={followed} />
    </SettingsLayout>
  );
};

export default SecurityScreen;
