import { describe, expect, test } from "vitest";
import { connectWebSocket, createTabChannel, fetchHttp, webLocks } from "#client/data/browser-ports";
import type { TabMessage } from "#shared/replica/ports";

const nextMessage = (channel: ReturnType<typeof createTabChannel>): Promise<TabMessage> =>
  new Promise((resolve) => {
    const stop = channel.subscribe((message) => {
      stop();
      resolve(message);
    });
  });

describe("tab channel", () => {
  test("reaches the other tabs of a company, in order, and never the sender or another company", async () => {
    const [one, two, foreign] = [createTabChannel("A"), createTabChannel("A"), createTabChannel("B")];
    const own: TabMessage[] = [];
    const others: TabMessage[] = [];
    one.subscribe((message) => own.push(message));
    foreign.subscribe((message) => others.push(message));
    const seen: TabMessage[] = [];
    const both = new Promise<void>((resolve) => {
      two.subscribe((message) => {
        seen.push(message);
        if (seen.length === 2) resolve();
      });
    });
    one.post({ t: "ask" });
    one.post({ t: "dropped", doc: "D" });
    await both;
    expect(seen).toEqual([{ t: "ask" }, { t: "dropped", doc: "D" }]);

    // An answer on the same path: whatever would have come back from the first two messages is there by now.
    const answer = nextMessage(one);
    two.post({ t: "ask" });
    expect(await answer).toEqual({ t: "ask" });
    expect(own).toEqual([{ t: "ask" }]);
    expect(others).toEqual([]);
    for (const channel of [one, two, foreign]) channel.close();
  });
});

describe("locks", () => {
  test("one context works at a time, and one that gave up waiting never does", async () => {
    const steps: string[] = [];
    let finishFirst: () => void = () => undefined;
    const firstRuns = new Promise<void>((started) => {
      webLocks.whenFree("test-lock", () => {
        steps.push("first");
        started();
        return new Promise((resolve) => (finishFirst = resolve));
      });
    });
    await firstRuns;
    const giveUp = webLocks.whenFree("test-lock", async () => void steps.push("gave up"));
    const third = new Promise<void>((done) => {
      webLocks.whenFree("test-lock", async () => {
        steps.push("third");
        done();
      });
    });
    giveUp();
    expect(steps).toEqual(["first"]);
    finishFirst();
    await third;
    expect(steps).toEqual(["first", "third"]);
  });
});

describe("connections that cannot be made", () => {
  test.each(["not an address", "http://127.0.0.1:1"])(
    "%s: the socket closes once, after the call",
    async (origin) => {
      let closes = 0;
      const code = await new Promise<number>((resolve) => {
        connectWebSocket(origin, {
          opened: () => undefined,
          message: () => undefined,
          closed: (reason) => {
            closes += 1;
            resolve(reason);
          },
        });
        expect(closes).toBe(0);
      });
      expect(code).toBe(1006);
      expect(closes).toBe(1);
    },
  );

  test("a request nobody answers is undefined", async () => {
    expect(await fetchHttp({ method: "GET", url: "http://127.0.0.1:1/x", body: null })).toBeUndefined();
  });

  test("an answer that is an error is still an answer", async () => {
    const answer = await fetchHttp({ method: "GET", url: "/no/such/file.bin", body: null });
    expect(answer?.status).toBe(404);
  });
});
