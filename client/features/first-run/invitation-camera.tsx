import { Show, createSignal, createUniqueId, onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { startScanner } from "#client/features/scanning";
import type { CameraProblem, RunningScanner } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { messages } from "./messages";
import styles from "./welcome.module.css";

/** Invitations and nothing else: a label or a web address held before the camera here is a mistake. */
const isInvitation = (text: string): boolean => /^https?:\/\/[^/]+\/j#./.test(text);

/** The camera, looking for one invitation. It stops by itself once it has read one. */
export const InvitationCamera = (props: {
  readonly onRead: (link: string) => void;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const id = createUniqueId();
  const [problem, setProblem] = createSignal<CameraProblem>();
  const [isForeign, setForeign] = createSignal(false);
  let target: HTMLDivElement | undefined;
  let scanner: RunningScanner | undefined;
  let isDone = false;
  const stop = (): void => {
    isDone = true;
    void scanner?.stop();
    scanner = undefined;
  };
  const onText = (text: string): void => {
    if (isDone) return;
    if (!isInvitation(text)) return void setForeign(true);
    stop();
    props.onRead(text);
  };
  const start = async (place: HTMLElement): Promise<void> => {
    const started = await startScanner(place, onText);
    if (!started.ok) return void setProblem(started.error);
    scanner = started.value;
    if (isDone) stop();
  };
  onMount(() => {
    if (target) void start(target);
  });
  onCleanup(stop);
  const hint = (): string => {
    const type = problem()?.type;
    if (type === "CameraRefused") return t("cameraDenied");
    if (type !== undefined) return t("cameraAbsent");
    return t(isForeign() ? "scanNothing" : "scanHint");
  };
  return (
    <div class={styles.narrow}>
      <Show when={problem() === undefined}>
        <div id={`camera-${id}`} class={styles.camera} ref={(element) => (target = element)} />
      </Show>
      <p role="status">{hint()}</p>
      <div class={styles.row}>
        <Button size="touch" onClick={() => props.onClose()}>
          {t("joinByLink")}
        </Button>
      </div>
    </div>
  );
};
