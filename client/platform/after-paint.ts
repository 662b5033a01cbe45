/** Calls `task` once the frame that shows what was just changed is out; the result calls it off. */
export const afterPaint = (task: () => void): (() => void) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    task();
  };
  // The message is taken when the frame that is about to be drawn is done.
  const frame = requestAnimationFrame(() => channel.port2.postMessage(undefined));
  return () => {
    cancelAnimationFrame(frame);
    channel.port1.close();
  };
};
