/** html5-qrcode behind our interface: opens the camera, shows it and decodes what it can. */
import { Html5Qrcode, Html5QrcodeSupportedFormats } from "html5-qrcode";
import type { Result } from "#shared/kernel/result";
import { ok } from "#shared/kernel/result";
import type { CameraProblem, RunningScanner, Torch, Zoom } from "./scanner";
import { cameraProblem } from "./scanner";

export interface RunningCamera extends RunningScanner {
  readonly video: HTMLVideoElement;
}

const formats = [
  Html5QrcodeSupportedFormats.QR_CODE,
  Html5QrcodeSupportedFormats.CODE_128,
  Html5QrcodeSupportedFormats.CODE_39,
  Html5QrcodeSupportedFormats.EAN_13,
  Html5QrcodeSupportedFormats.EAN_8,
  Html5QrcodeSupportedFormats.ITF,
  Html5QrcodeSupportedFormats.DATA_MATRIX,
];

/** Every second frame of a usual camera; decoding takes about 30 ms on a phone, the rest is left to the screen. */
const framesPerSecond = 12;

export const startCamera = async (
  target: HTMLElement,
  onRead: (text: string) => void,
): Promise<Result<RunningCamera, CameraProblem>> => {
  // Somebody was faster than the library came: their screen is gone, and it would look for it.
  if (!target.isConnected) return cameraProblem("left");
  // Native detection is the second decoder's business; here it would only do the same work twice.
  const camera = new Html5Qrcode(target.id, {
    formatsToSupport: formats,
    useBarCodeDetectorIfSupported: false,
    verbose: false,
  });
  try {
    await camera.start(
      { facingMode: "environment" },
      { fps: framesPerSecond, disableFlip: true },
      onRead,
      () => undefined,
    );
  } catch (cause) {
    return cameraProblem(cause);
  }
  const video = target.querySelector("video");
  if (video === null) return cameraProblem("no video");
  return ok({
    video,
    torch: torchOf(camera),
    zoom: zoomOf(camera),
    stop: async () => {
      if (camera.isScanning) {
        await camera.stop();
        camera.clear();
        return;
      }
      // Before its first picture the library can neither stop nor clear what it has started.
      const stream = video.srcObject;
      if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
    },
  });
};

const torchOf = (camera: Html5Qrcode): Torch | undefined => {
  const torch = camera.getRunningTrackCameraCapabilities().torchFeature();
  return torch.isSupported() ? { set: (isOn) => torch.apply(isOn) } : undefined;
};

const zoomOf = (camera: Html5Qrcode): Zoom | undefined => {
  const zoom = camera.getRunningTrackCameraCapabilities().zoomFeature();
  if (!zoom.isSupported() || zoom.max() <= zoom.min()) return undefined;
  return {
    min: zoom.min(),
    max: zoom.max(),
    step: zoom.step(),
    value: zoom.value() ?? zoom.min(),
    set: (value) => zoom.apply(value),
  };
};
