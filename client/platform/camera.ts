/** Whether the camera may be used, before anybody is asked. */
import type { Unsubscribe } from "#shared/replica/types";

export type CameraAccess =
  | "granted"
  /** The browser will ask when scanning starts. */
  | "ask"
  /** Refused before; only the browser's own settings can change that. */
  | "denied"
  /** No camera in this device, or this address is not trusted enough to use one (plain http). */
  | "absent";

/** Calls back with the state now and whenever it changes. */
export const watchCameraAccess = (listener: (access: CameraAccess) => void): Unsubscribe => {
  let stopped = false;
  let stopFollowing: Unsubscribe = () => undefined;
  const tell = (access: CameraAccess): void => {
    if (!stopped) listener(access);
  };
  void readAccess(tell).then((stop) => {
    stopFollowing = stop;
    if (stopped) stop();
  });
  return () => {
    stopped = true;
    stopFollowing();
  };
};

const readAccess = async (tell: (access: CameraAccess) => void): Promise<Unsubscribe> => {
  if (!isSecureContext || !(await hasCamera())) {
    tell("absent");
    return () => undefined;
  }
  try {
    const status = await navigator.permissions.query({ name: "camera" });
    const read = (): void => tell(status.state === "prompt" ? "ask" : status.state);
    read();
    status.addEventListener("change", read);
    return () => status.removeEventListener("change", read);
  } catch {
    // Older browsers do not say: they ask when the camera is opened.
    tell("ask");
    return () => undefined;
  }
};

const hasCamera = async (): Promise<boolean> => {
  if (!("mediaDevices" in navigator)) return false;
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.some((device) => device.kind === "videoinput");
};
