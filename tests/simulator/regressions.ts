/** Runs that once failed, by what was wrong. Each stays for ever; a seed is only worth its mood and its length. */
import type { Mood } from "./plan";

export interface Regression {
  readonly name: string;
  readonly seed: number;
  readonly mood: Mood;
  readonly operations: number;
  readonly burst?: number;
}

export const regressions: readonly Regression[] = [
  {
    name: "a relay put back between our place in its log and our newest receipt looked as if nothing had happened",
    ...{ seed: 5, mood: "backups", operations: 60 },
  },
  {
    name: "after a restore, edits to documents of others were withdrawn for want of a card only their author can bring",
    ...{ seed: 35, mood: "backups", operations: 60 },
  },
  {
    name: "after a restore, two authors of one document each waited for the other's changes",
    ...{ seed: 15, mood: "backups", operations: 60 },
  },
  {
    name: "an answer to an earlier push blocked a document that was just being pushed again",
    ...{ seed: 45, mood: "backups", operations: 60 },
  },
  {
    name: "an older receipt, sent again, replaced the newer one that showed what the relay forgot",
    ...{ seed: 55, mood: "backups", operations: 60 },
  },
  {
    name: "a changed chunk of a document seen for the first time left a hole nobody asked about again",
    ...{ seed: 16, mood: "liars", operations: 60 },
  },
  {
    name: "work on a document another face of the relay had accepted was pushed without its card, refused and withdrawn",
    ...{ seed: 66, mood: "liars", operations: 60 },
  },
  {
    name: "a member's card with a scope that is not its kind's made every device call the relay untrusted",
    ...{ seed: 47, mood: "intruders", operations: 60 },
  },
  {
    name: "one clock fact with one id was written into several logs, and devices showed different ones",
    ...{ seed: 4, mood: "clocks", operations: 60 },
  },
  {
    name: "what one author had written could not come back after a restore until that very device brought it",
    ...{ seed: 45, mood: "backups", operations: 52, burst: 2 },
  },
  {
    name: "a device that came when others had brought everything back did not say that the relay had lost it",
    ...{ seed: 205, mood: "backups", operations: 52, burst: 2 },
  },
  {
    name: "a relay put back to nothing was trusted at once, and work on what it had lost was refused and withdrawn",
    ...{ seed: 5, mood: "backups", operations: 52, burst: 2 },
  },
  {
    name: "a forged receipt was never looked at again once the place in the log had passed it",
    ...{ seed: 26, mood: "liars", operations: 52, burst: 2 },
  },
  {
    name: "a document whose proofs had come before its changes named nobody for values in conflict",
    ...{ seed: 325, mood: "disks", operations: 52, burst: 2 },
  },
  {
    name: "what was written in an event just opened to a freelancer overtook its card, and the relay looked untrusted",
    ...{ seed: 8, mood: "crew", operations: 52, burst: 2 },
  },
  {
    name: "an event opened to a freelancer who was away came only with the next change in it, without its card",
    ...{ seed: 10, mood: "crew", operations: 52, burst: 2 },
  },
  {
    name: "a device that was shown what follows another checkpoint than its own did not see two orders in it",
    ...{ seed: 23, mood: "forgotten", operations: 50, burst: 1 },
  },
  {
    name: "a device told to give a document back, with work in it that was not sent, seemed to speak without a cause",
    ...{ seed: 14, mood: "stations", operations: 52, burst: 2 },
  },
  {
    name: "what others had brought back was counted as missing after our own offer of it had come to nothing",
    ...{ seed: 459, mood: "backups", operations: 52, burst: 2 },
  },
  {
    name: "a place that overtook what stands in front of it seemed to be called a fork without a cause",
    ...{ seed: 152, mood: "omissions", operations: 60, burst: 2 },
  },
  {
    name: "what had been refused, and was set aside on a device that was then emptied, seemed to be lost",
    ...{ seed: 290, mood: "losses", operations: 52, burst: 2 },
  },
  {
    name: "rows a relay had offered before it was put back made an emptied device give up what it was sent, and say it lied",
    ...{ seed: 287, mood: "losses", operations: 52, burst: 2 },
  },
  {
    name: "a stolen key in its own name seemed to be an impostor",
    ...{ seed: 500_315, mood: "leavers", operations: 52, burst: 2 },
  },
  {
    name: "two pushes of one author whose frame never came seemed to be called a fork without a cause",
    ...{ seed: 700_222, mood: "omissions", operations: 52, burst: 2 },
  },
];
