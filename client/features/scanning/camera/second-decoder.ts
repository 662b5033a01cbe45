/** The second decoder: zxing compiled to wasm, served from this origin. */
import { BarcodeDetector as ZxingDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import type { BarcodeFormat } from "barcode-detector/ponyfill";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

interface Detector {
  detect(frame: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

const formats: BarcodeFormat[] = ["qr_code", "code_128", "code_39", "ean_13", "ean_8", "itf", "data_matrix"];

/** At most ten looks a second: enough for a hand that moves on, cheap enough for an hour on a phone. */
const pauseMs = 100;

/** Looks at the frames of a playing video until the returned function is called. */
export const followFrames = (video: HTMLVideoElement, onRead: (text: string) => void): (() => void) => {
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  let lastLook = 0;
  const detector = createDetector();

  const look = async (now: number): Promise<void> => {
    if (isStopped()) return;
    if (now - lastLook >= pauseMs) {
      lastLook = now;
      // A frame that cannot be read (the camera is just starting or stopping) is skipped; the next one comes.
      const found = await detector.detect(video).catch(() => []);
      if (isStopped()) return;
      for (const { rawValue } of found) if (rawValue !== "") onRead(rawValue);
    }
    video.requestVideoFrameCallback((time) => void look(time));
  };
  video.requestVideoFrameCallback((time) => void look(time));
  return () => stopping.abort();
};

const createDetector = (): Detector => {
  prepareZXingModule({
    overrides: { locateFile: (path: string) => (path.endsWith(".wasm") ? wasmUrl : path) },
  });
  return new ZxingDetector({ formats });
};
