/** One device: how it stands, and everything it wrote since it got out of sight. */
import { Show, createEffect, createMemo, createSignal, on } from "solid-js";
import type { JSX } from "solid-js";
import { useParams, useSearchParams } from "@solidjs/router";
import type { Ms } from "#shared/kernel/clock";
import type { DeviceView } from "#shared/replica/identity/types";
import { useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { DeviceWrites } from "#client/features/activity";
import { createHeldCount } from "#client/features/held";
import { RevokeDialog } from "#client/features/people";
import {
  SettingsLayout,
  createDeviceNames,
  createMemberNames,
  createMembership,
  isLastOwnerDevice,
  shortKey,
} from "#client/features/settings";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Smartphone } from "#client/ui/icons";
import { Facts } from "#client/ui/list";
import { EmptyState, Section } from "#client/ui/page";
import { messages } from "./messages";
import styles from "./security.module.css";

const dayMs = 86_400_000;

const createLastWrite = (device: string): (() => Ms | undefined) => {
  const replica = useReplica();
  const [last, setLast] = createSignal<Ms>();
  void replica.lastWrites().then((all) => setLast(all.get(device)));
  return last;
};

const DeviceFacts = (props: {
  readonly device: DeviceView;
  readonly lastWrite: Ms | undefined;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const people = createMemberNames();
  const held = createHeldCount();
  const standing = (): JSX.Element => {
    const { revoked, revokedAt } = props.device;
    if (revoked === null) return <Badge meaning="ok">{t("deviceIn")}</Badge>;
    const time = revokedAt === null ? "" : format().dateTime(revokedAt, now());
    return <Badge meaning="problem">{t("deviceOut", { time, reason: t(`reason_${revoked}`) })}</Badge>;
  };
  return (
    <>
      <Facts
        facts={[
          {
            name: t("deviceOf"),
            value: <a href={`/settings/people/${props.device.member}`}>{people(props.device.member)}</a>,
          },
          { name: t("deviceStanding"), value: standing() },
          {
            name: t("deviceLast"),
            value:
              props.lastWrite === undefined ? t("deviceNever") : format().dateTime(props.lastWrite, now()),
          },
          { name: t("deviceKey"), value: <span class="code">{shortKey(props.device.device)}</span> },
        ]}
      />
      <Show when={props.device.revoked}>
        {(reason) => (
          <p class="quiet">
            {t(`meaning_${reason()}`)}{" "}
            <Show when={held() > 0}>
              <a class="link" href="/held">
                {t("handedIn")}
              </a>
            </Show>
          </p>
        )}
      </Show>
    </>
  );
};

const DeviceReview = (props: { readonly device: DeviceView }): JSX.Element => {
  const t = useText(messages);
  const { now } = useApp();
  const names = createDeviceNames();
  const followed = createMembership();
  const [params, setParams] = useSearchParams<{ since: string }>();
  const [isRevoking, setRevoking] = createSignal(false);
  // eslint-disable-next-line solid/reactivity -- the page is made anew for another device
  const lastWrite = createLastWrite(props.device.device);
  /** A day before it was last heard of or cut off: enough to see what it was doing. */
  const usual = createMemo(() => {
    const end = Math.min(props.device.revokedAt ?? now(), lastWrite() ?? now());
    return Math.floor((end - dayMs) / 60_000) * 60_000;
  });
  const [since, setSince] = createSignal(Number(params.since ?? Number.NaN));
  createEffect(on(usual, (at) => params.since === undefined && setSince(at)));
  const mayRevoke = (): boolean =>
    props.device.revoked === null &&
    props.device.mayRevoke &&
    !isLastOwnerDevice(followed.view(), props.device);
  return (
    <SettingsLayout
      tab="people"
      title={names(props.device.device)}
      actions={
        <Show when={mayRevoke() && followed.membership()}>
          <Button variant="danger" onClick={() => setRevoking(true)}>
            {t("remove")}
          </Button>
        </Show>
      }
    >
      <Section title={t("device")}>
        <DeviceFacts device={props.device} lastWrite={lastWrite()} />
      </Section>
      <p class="quiet">{t("reviewText")}</p>
      <Show when={Number.isFinite(since())}>
        <div class={styles.writes}>
          <DeviceWrites
            device={props.device.device}
            since={since()}
            onSince={(at) => {
              setSince(at);
              setParams({ since: String(at) }, { replace: true });
            }}
          />
        </div>
      </Show>
      <Show when={isRevoking() && followed.membership()}>
        {(found) => (
          <RevokeDialog membership={found()} device={props.device} onClose={() => setRevoking(false)} />
        )}
      </Show>
    </SettingsLayout>
  );
};

const DeviceReviewScreen = (): JSX.Element => {
  const t = useText(messages);
  const params = useParams<{ key: string }>();
  const followed = createMembership();
  const isKnown = createMemo(() => followed.view().devices.some(({ device }) => device === params.key));
  const device = () => followed.view().devices.find((each) => each.device === params.key);
  return (
    <Show
      when={isKnown()}
      fallback={
        <Show when={followed.membership()}>
          <SettingsLayout tab="people" title={t("deviceUnknown")}>
            <EmptyState icon={<Smartphone />} title={t("deviceUnknown")}>
              {t("deviceUnknownText")}
            </EmptyState>
          </SettingsLayout>
        </Show>
      }
    >
      <Show when={device()}>{(found) => <DeviceReview device={found()} />}</Show>
    </Show>
  );
};

export default DeviceReviewScreen;
