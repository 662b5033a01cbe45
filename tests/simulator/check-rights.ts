/** What each device may read and write at the end of a run, by the checker's own table. */
import type { NaiveGrant } from "./naive-company";
import { readCompany } from "./naive-company";
import { hex } from "./naive-records";
import type { Run } from "./run";

export type MayRead = "yes" | "no" | "either";

/** A right that ends about now may have ended for one and not yet for the other. */
const aboutNowMs = 45 * 60_000;

export interface NaiveRights {
  /** Whether a device may read a document at the end of a run. */
  readonly mayRead: (at: number, doc: string) => MayRead;
  /** Devices that are given less than what members have. */
  readonly restricted: ReadonlySet<number>;
}

export const rightsIn = (run: Run): NaiveRights => {
  const { memberOf, cards, placeAt, covering } = readCompany(run.world.relay.journal());
  const now = run.world.time.now();
  const memberAt = (at: number): string => memberOf.get(hex(run.devices[at]?.key ?? noKey)) ?? "";
  const answer = ({ until }: Pick<NaiveGrant, "until">): MayRead =>
    until > now + aboutNowMs ? "yes" : until > now - aboutNowMs ? "either" : "no";
  const mayRead = (at: number, doc: string): MayRead => {
    const card = cards.get(doc);
    if (card === undefined || placeAt(memberAt(at), Infinity) === undefined) return "either";
    const answers = covering(memberAt(at), card, Infinity)
      .filter(({ verbs }) => verbs.includes("read"))
      .map(answer);
    return answers.includes("yes") ? "yes" : answers.includes("either") ? "either" : "no";
  };
  const isUsual = (at: number): boolean => {
    const rank = placeAt(memberAt(at), Infinity)?.rank;
    return rank === "owner" || rank === "member";
  };
  return { mayRead, restricted: new Set([...run.devices.keys()].filter((at) => !isUsual(at))) };
};

const noKey = new Uint8Array(0);
