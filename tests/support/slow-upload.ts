/** An upload whose second half comes late, as over a weak network. */
import { request } from "node:http";

export interface SlowUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What the relay does between the halves. */
  readonly meanwhile: () => Promise<void>;
}

/** The status of the answer; `early` is what had been answered before the second half was sent. */
export const putSlowly = async ({
  url,
  headers,
  body,
  meanwhile,
}: SlowUpload): Promise<{ readonly early: number | undefined; readonly status: number | undefined }> => {
  const upload = request(url, { method: "PUT", headers: { ...headers, "content-length": body.length } });
  let status: number | undefined;
  const answered = new Promise<void>((resolve, reject) => {
    upload.on("error", reject);
    upload.on("response", ({ statusCode }) => {
      status = statusCode;
      resolve();
    });
  });
  // It may break off meanwhile, which is told at the end.
  answered.catch(() => undefined);
  const half = body.length >> 1;
  upload.write(body.slice(0, half));
  await meanwhile();
  const early = status;
  upload.end(body.slice(half));
  await answered;
  return { early, status };
};
