/** The picture worker as a tab uses it: started for the first file, ended with the screen. */
import pictureWorkerUrl from "./picture-worker.ts?worker&url";
import { trustedScriptUrl } from "#client/platform/trusted-types";
import type { PrepareAnswer } from "./picture-messages";
import { queuePictures } from "./picture-queue";
import type { Preparing, StartPictureWorker } from "./picture-queue";

const startPictureWorker: StartPictureWorker = ({ answered, failed }) => {
  const worker = new Worker(trustedScriptUrl(pictureWorkerUrl), {
    type: "module",
    name: "eventkit-pictures",
  });
  worker.addEventListener("message", (event: MessageEvent<PrepareAnswer>) => answered(event.data));
  worker.addEventListener("error", failed);
  return { post: (request) => worker.postMessage(request), end: () => worker.terminate() };
};

export const createPreparing = (): Preparing => queuePictures(startPictureWorker);
