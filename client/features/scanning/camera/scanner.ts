/**
 * The camera as this feature sees it. Loaded only by the scan screen; the libraries behind it only when it starts.
 * Two decoders look at the same frames: html5-qrcode, and zxing for the blurred, dark, small and one-dimensional
 * codes that one misses. Both may report the same code; who listens tells sightings apart.
 */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";

export type CameraProblem =
  /** The person or the browser's settings said no. */
  | { readonly type: "CameraRefused" }
  | { readonly type: "CameraMissing" }
  /** Held by another app, or it stopped. */
  | { readonly type: "CameraBusy" };

export interface Torch {
  set(isOn: boolean): Promise<void>;
}

export interface Zoom {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  set(value: number): Promise<void>;
}

export interface RunningScanner {
  /** Undefined where the camera has none. */
  readonly torch: Torch | undefined;
  readonly zoom: Zoom | undefined;
  stop(): Promise<void>;
}

export type StartScanner = (
  /** An empty element of the document with an id of its own; the camera picture is put inside. */
  target: HTMLElement,
  onRead: (text: string) => void,
) => Promise<Result<RunningScanner, CameraProblem>>;

export const startScanner: StartScanner = async (target, onRead) => {
  const { startCamera } = await import("./html5-camera");
  const camera = await startCamera(target, onRead);
  if (!camera.ok) return camera;
  // The first decoder works already while the second one is still being fetched.
  let isStopped = false;
  let stopDecoding = (): void => undefined;
  void import("./second-decoder").then(({ followFrames }) => {
    if (!isStopped) stopDecoding = followFrames(camera.value.video, onRead);
  });
  return ok({
    torch: camera.value.torch,
    zoom: camera.value.zoom,
    stop: async () => {
      isStopped = true;
      stopDecoding();
      await camera.value.stop();
    },
  });
};

/** Browsers name the reasons differently; these three are what a person can act on. */
export const cameraProblem = (cause: unknown): Result<never, CameraProblem> => {
  const name = cause instanceof Error ? `${cause.name} ${cause.message}` : String(cause);
  if (/NotAllowed|Permission|Security/i.test(name)) return err({ type: "CameraRefused" });
  if (/NotFound|Overconstrained|DevicesNotFound|not found/i.test(name)) return err({ type: "CameraMissing" });
  return err({ type: "CameraBusy" });
};
