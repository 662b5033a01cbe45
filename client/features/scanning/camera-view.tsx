import { Match, Show, Switch, createSignal, createUniqueId, onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { watchCameraAccess } from "#client/platform/camera";
import type { CameraAccess } from "#client/platform/camera";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Camera, CloudOff, Keyboard, Zap } from "#client/ui/icons";
import type { Meaning } from "#client/ui/meaning";
import meanings from "#client/ui/meaning.module.css";
import { useText } from "#client/app/i18n";
import { startScanner } from "./camera/scanner";
import type { CameraProblem, RunningScanner } from "./camera/scanner";
import { messages } from "./messages";
import styles from "./camera-view.module.css";

interface CameraViewProps {
  readonly meaning: Meaning | undefined;
  readonly isWaiting: boolean;
  /** Changes that only this device has. */
  readonly kept: number;
  readonly isTyping: boolean;
  readonly onRead: (text: string) => void;
  readonly onRunning: (scanner: RunningScanner | undefined) => void;
  readonly onType: () => void;
}

type CameraState = CameraProblem["type"] | "off" | "starting" | "running";

/** Starts by itself where the camera is allowed already, else by a press: the browser's question comes with a reason. */
const createCamera = (target: () => HTMLElement, props: CameraViewProps) => {
  const [state, setState] = createSignal<CameraState>("off");
  const [scanner, setScanner] = createSignal<RunningScanner>();
  let isGone = false;

  const start = async (): Promise<void> => {
    if (state() === "starting" || state() === "running") return;
    setState("starting");
    const started = await startScanner(target(), (text) => props.onRead(text));
    if (!started.ok) return void setState(started.error.type);
    if (isGone) return void started.value.stop();
    setState("running");
    setScanner(started.value);
    props.onRunning(started.value);
  };
  const onAccess = (access: CameraAccess): void => {
    if (access === "granted") void start();
    else if (access === "denied") setState("CameraRefused");
    else if (access === "absent") setState("CameraMissing");
  };
  onMount(() => onCleanup(watchCameraAccess(onAccess)));
  onCleanup(() => {
    isGone = true;
    props.onRunning(undefined);
    void scanner()?.stop();
  });
  return { state, scanner, start };
};

const Aim = (): JSX.Element => (
  <svg
    viewBox="0 0 200 160"
    fill="none"
    stroke="currentColor"
    stroke-width="4"
    stroke-linecap="round"
    aria-hidden="true"
  >
    <path d="M4 28V4h24M172 4h24v24M196 132v24h-24M28 156H4v-24" />
  </svg>
);

const CameraNote = (props: { readonly state: CameraState; readonly onStart: () => void }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.cameraNote}>
      <Switch>
        <Match when={props.state === "starting"}>{t("cameraStarting")}</Match>
        <Match when={props.state === "CameraMissing"}>{t("cameraMissing")}</Match>
        <Match when={props.state === "CameraRefused"}>{t("cameraRefused")}</Match>
        <Match when={props.state === "CameraBusy"}>
          {t("cameraBusy")}
          <Button size="touch" onClick={() => props.onStart()}>
            {t("tryAgain")}
          </Button>
        </Match>
        <Match when={props.state === "off"}>
          <Button size="hall" onClick={() => props.onStart()}>
            <Camera />
            {t("cameraStart")}
          </Button>
        </Match>
      </Switch>
    </div>
  );
};

/** What is going on, over the picture: scanning or waiting, and what only this device has. */
const CameraTags = (props: {
  readonly isRunning: boolean;
  readonly isWaiting: boolean;
  readonly kept: number;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.tags}>
      <Show when={props.isRunning || props.isWaiting}>
        <span class={styles.tag}>
          <Zap />
          {props.isWaiting ? t("waiting") : t("scanning")}
        </span>
      </Show>
      <Show when={props.kept > 0}>
        <span class={styles.tag}>
          <CloudOff />
          {t("kept", { n: props.kept })}
        </span>
      </Show>
    </div>
  );
};

/** The camera picture with what it is doing; without a camera it says what works instead. */
export const CameraView = (props: CameraViewProps): JSX.Element => {
  const t = useText(messages);
  const id = createUniqueId();
  let target: HTMLDivElement | undefined;
  const camera = createCamera(() => target ?? document.body, props);
  return (
    <div class={classes(styles.camera, props.meaning && meanings[props.meaning])}>
      <div
        class={styles.picture}
        id={`camera-${id}`}
        ref={(element) => (target = element)}
        role="img"
        aria-label={t("cameraPicture")}
      />
      <Show
        when={camera.state() === "running"}
        fallback={<CameraNote state={camera.state()} onStart={() => void camera.start()} />}
      >
        <div class={styles.aim}>
          <Aim />
        </div>
      </Show>
      <Show when={camera.scanner()?.zoom}>
        {(zoom) => (
          <input
            type="range"
            class={styles.zoom}
            aria-label={t("zoom")}
            min={zoom().min}
            max={zoom().max}
            step={zoom().step}
            value={zoom().value}
            onInput={(event) => void zoom().set(event.currentTarget.valueAsNumber)}
          />
        )}
      </Show>
      <Show when={camera.scanner()?.torch}>
        <button
          type="button"
          class={styles.tool}
          aria-label={t("typeCode")}
          title={t("typeCode")}
          aria-pressed={props.isTyping}
          onClick={() => props.onType()}
        >
          <Keyboard />
        </button>
      </Show>
      <CameraTags isRunning={camera.state() === "running"} isWaiting={props.isWaiting} kept={props.kept} />
    </div>
  );
};
