/** What administrators are told of further devices: whose, when, by whom, and what to do. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createDeviceNames, createMemberNames } from "#client/features/settings";
import { Button, LinkButton } from "#client/ui/button";
import { Note } from "#client/ui/note";
import { deviceNoticeMessages } from "./device-notice-messages";
import type { DeviceNotices } from "./device-notices";
import type { FurtherDevice } from "./further-devices";
import styles from "./people.module.css";

/** More are counted and stand in the security log. */
const shownAtOnce = 3;

const NoticeNote = (props: { readonly notice: FurtherDevice; readonly onSeen: () => void }): JSX.Element => {
  const t = useText(deviceNoticeMessages);
  const format = useFormat();
  const { now } = useApp();
  const names = createMemberNames();
  const devices = createDeviceNames();
  const nameOf = (member: string): string => {
    const id = parseId<MemberId>(member);
    return id === undefined ? t("somebody") : names(id);
  };
  const letIn = (): string => {
    const { by, member, at } = props.notice;
    const time = format().dateTime(at, now());
    if (by.type !== "member") return t("byInvitation", { time });
    const words = { time, device: devices(by.device), name: nameOf(by.member) };
    return t(by.member === member ? "bySelf" : "byOther", words);
  };
  return (
    <Note
      meaning="attention"
      title={t("title", { name: nameOf(props.notice.member), device: devices(props.notice.device) })}
      answer={
        <div class={styles.noticeAnswer}>
          <Button onClick={() => props.onSeen()}>{t("seen")}</Button>
          <LinkButton variant="bare" href={`/settings/devices/${props.notice.device}`}>
            {t("look")}
          </LinkButton>
        </div>
      }
    >
      {letIn()} {t("text")}
    </Note>
  );
};

export const DeviceNoticeList = (props: { readonly notices: DeviceNotices }): JSX.Element => {
  const t = useText(deviceNoticeMessages);
  const unseen = () => props.notices.unseen();
  return (
    <>
      <For each={unseen().slice(0, shownAtOnce)}>
        {(notice) => <NoticeNote notice={notice} onSeen={() => props.notices.see([notice])} />}
      </For>
      <Show when={unseen().length > 1}>
        <p class={styles.noticeAnswer}>
          <Button onClick={() => props.notices.see(unseen())}>{t("allSeen")}</Button>
          <Show when={unseen().length > shownAtOnce}>
            <span class="quiet">
              {t("more", { n: unseen().length - shownAtOnce })}{" "}
              <a class="link" href="/settings/security?area=devices">
                {t("log")}
              </a>
            </span>
          </Show>
        </p>
      </Show>
    </>
  );
};
