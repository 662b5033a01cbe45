/**
 * What runs in the page while it is measured: when something first stood on screen, how long from an input to the
 * paint that shows its result, when a commit was durable, and tasks that held the page up. It only watches.
 */
export const pageProbe = `
  const afterPaint = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(0);
  });
  const probe = { shownAt: {}, inputAt: 0, resultAt: 0, paintedAt: 0, committedAt: 0, longest: 0 };
  window.benchProbe = probe;

  // The first paint after an element stands in the page; its selector is the name.
  const awaited = new Set(JSON.parse(sessionStorage.getItem("bench-await") ?? "[]"));
  const look = () => {
    for (const selector of awaited) {
      if (document.querySelector(selector) === null) continue;
      awaited.delete(selector);
      afterPaint((now) => { probe.shownAt[selector] = now; });
    }
  };
  // The first paint after an element reads as it should.
  const check = () => {
    const expected = window.benchExpected;
    if (expected === undefined || expected === null) return;
    const text = document.querySelector(expected.selector)?.textContent ?? "";
    if (expected.whole ? text !== expected.text : !text.includes(expected.text)) return;
    window.benchExpected = undefined;
    afterPaint((now) => { probe.resultAt = now; });
  };
  let painting = false;
  let mutations = 0;
  const paint = () => {
    if (painting) return;
    painting = true;
    afterPaint((now) => { painting = false; probe.paintedAt = now; });
  };
  new MutationObserver(() => {
    mutations += 1;
    look();
    check();
    if (probe.inputAt !== 0) paint();
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });

  for (const kind of ["keydown", "pointerdown"]) {
    addEventListener(kind, (event) => {
      if (window.benchArmed !== true) return;
      window.benchArmed = false;
      probe.inputAt = event.timeStamp;
      probe.resultAt = 0;
      probe.paintedAt = 0;
      probe.committedAt = 0;
      // What was typed is drawn even where the page has nothing to add.
      paint();
    }, { capture: true });
  }

  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const made = transaction.call(this, stores, mode, options);
    if (mode === "readwrite" && [stores].flat().includes("outbox")) {
      made.addEventListener("complete", () => { if (probe.committedAt === 0) probe.committedAt = performance.now(); });
    }
    return made;
  };

  // Settles when nothing was drawn and no task was long for so many milliseconds. Idle callbacks would say it better,
  // but with frames as fast as they can be drawn an animation leaves none.
  let busyAt = 0;
  window.benchQuiet = (forMs) => new Promise((resolve) => {
    let seen = -1;
    const check = () => {
      const now = performance.now();
      if (painting || mutations !== seen) busyAt = now;
      seen = mutations;
      if (now - busyAt >= forMs) resolve(undefined);
      else setTimeout(check, 10);
    };
    check();
  });

  new PerformanceObserver((list) => {
    busyAt = performance.now();
    for (const entry of list.getEntries()) probe.longest = Math.max(probe.longest, entry.duration);
  }).observe({ entryTypes: ["longtask"] });
`;

export interface ProbeReading {
  readonly shownAt: Readonly<Record<string, number>>;
  readonly inputAt: number;
  /** The paint that first showed what was expected. */
  readonly resultAt: number;
  /** The last paint so far. */
  readonly paintedAt: number;
  readonly committedAt: number;
  /** Longest task since the page was loaded or the reading was reset, ms. */
  readonly longest: number;
}
