/** Judging while the company goes on changing: every verdict by one state of it. */
import type { CompanyState } from "#shared/protocol/membership/types";

/** A receipt names the checkpoint its push was judged under, so one that was made meanwhile means judging again. */
export const judgeAtOneMoment = async <T>(
  membership: () => CompanyState,
  judge: () => Promise<T>,
): Promise<T> => {
  for (;;) {
    const before = membership().checkpoint;
    const verdict = await judge();
    if (membership().checkpoint === before) return verdict;
  }
};
