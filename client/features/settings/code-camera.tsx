import { Show, createSignal, createUniqueId, onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { startScanner } from "#client/features/scanning";
import type { CameraProblem, RunningScanner } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import styles from "./settings.module.css";

export interface CodeCameraProps {
  /** Other codes held before the camera are a mistake. */
  readonly accepts: (text: string) => boolean;
  readonly words: Readonly<Record<"hint" | "foreign" | "refused" | "absent" | "close", string>>;
  readonly onRead: (text: string) => void;
  readonly onClose: () => void;
}

/** The camera, looking for one code of one kind. It stops by itself once it has read one. */
const CodeCamera = (props: CodeCameraProps): JSX.Element => {
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
    if (!props.accepts(text)) return void setForeign(true);
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
    if (type === "CameraRefused") return props.words.refused;
    if (type !== undefined) return props.words.absent;
    return isForeign() ? props.words.foreign : props.words.hint;
  };
  return (
    <div class={styles.stack}>
      <Show when={problem() === undefined}>
        <div id={`camera-${id}`} class={styles.camera} ref={(element) => (target = element)} />
      </Show>
      <p role="status">{hint()}</p>
      <Button size="touch" onClick={() => props.onClose()}>
        {props.words.close}
      </Button>
    </div>
  );
};

export default CodeCamera;
