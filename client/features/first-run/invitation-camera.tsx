import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { CodeCamera } from "#client/features/settings";
import { messages } from "./messages";

/** Invitations and nothing else: a label or a web address held before the camera here is a mistake. */
const isInvitation = (text: string): boolean => /^https?:\/\/[^/]+\/j#./.test(text);

export const InvitationCamera = (props: {
  readonly onRead: (link: string) => void;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <CodeCamera
      accepts={isInvitation}
      words={{
        hint: t("scanHint"),
        foreign: t("scanNothing"),
        refused: t("cameraDenied"),
        absent: t("cameraAbsent"),
        close: t("joinByLink"),
      }}
      onRead={(text) => props.onRead(text)}
      onClose={() => props.onClose()}
    />
  );
};
