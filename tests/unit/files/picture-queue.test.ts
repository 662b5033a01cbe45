/** Photos made ready one after the other: what becomes of them when the screen is left or the worker dies. */
import { expect, test } from "vitest";
import { queuePictures } from "#client/features/files/picture-queue";
import type { StartPictureWorker } from "#client/features/files/picture-queue";
import type { PrepareRequest } from "#client/features/files/picture-messages";

const photo = (name: string) => new File([new Uint8Array([1, 2])], name);

/** Workers that answer when told to. */
const setUp = () => {
  const asked: string[] = [];
  const ends: number[] = [];
  let told: Parameters<StartPictureWorker>[0] | undefined;
  let open: PrepareRequest | undefined;
  let started = 0;
  const preparing = queuePictures((of) => {
    const worker = ++started;
    told = of;
    return {
      post: (request) => {
        open = request;
        asked.push(`${worker} ${request.file.name}`);
      },
      end: () => void ends.push(worker),
    };
  });
  const answer = () => {
    if (open !== undefined) told?.answered({ id: open.id, ok: false, why: "too-large" });
  };
  return { preparing, asked, ends, answer, told: () => told };
};

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("[MNT-01] [DOC-05] a screen that is left ends nothing in the middle: what was asked and what follows is answered", async () => {
  const { preparing, asked, ends, answer } = setUp();
  const first = preparing.prepare(photo("front.jpg"));
  await settled();
  preparing.end();
  expect(ends).toEqual([]);
  answer();
  expect(await first).toMatchObject({ ok: false, why: "too-large" });
  const second = preparing.prepare(photo("back.jpg"));
  await settled();
  answer();
  expect(await second).toMatchObject({ why: "too-large" });
  // None stays behind.
  expect([asked, ends]).toEqual([
    ["1 front.jpg", "2 back.jpg"],
    [1, 2],
  ]);
});

test("[MNT-01] [DOC-05] a worker that dies answers for its file only; the next file gets a fresh one", async () => {
  const { preparing, asked, ends, answer, told } = setUp();
  const [first, second] = [preparing.prepare(photo("huge.jpg")), preparing.prepare(photo("small.jpg"))];
  await settled();
  const dead = told();
  dead?.failed();
  expect(await first).toMatchObject({ ok: false, why: "unreadable" });
  await settled();
  // Heard late, of a worker that is gone.
  dead?.failed();
  answer();
  expect(await second).toMatchObject({ why: "too-large" });
  expect([asked, ends]).toEqual([["1 huge.jpg", "2 small.jpg"], [1]]);
});
