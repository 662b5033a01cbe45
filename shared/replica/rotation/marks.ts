/** What changes say that write again what somebody else wrote: whose words they are stands in the older document. */
export const rotateCommand = "replica.rotate";

/** The message of a change that states a value again, beside another one. */
export const restated = JSON.stringify({ c: rotateCommand });

/** Whether a change speaks for others, by its message. */
export const speaksForOthers = (message: string | null): boolean =>
  message?.startsWith(`{"c":"${rotateCommand}"`) === true;
