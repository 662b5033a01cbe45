/** What this device knows, in the form the scan decision asks for. All from memory. */
import type { Accessor } from "solid-js";
import { sha256 } from "#shared/kernel/hash";
import { fromBase64Url } from "#shared/kernel/bytes";
import { readScannedText } from "#shared/kernel/label-text";
import { thingOf } from "#shared/kernel/ids";
import { createCaseKnowledge } from "#shared/domain/cases";
import type { CaseSource } from "#shared/domain/cases";
import { asset, product } from "#shared/domain/inventory";
import { event as eventRecord } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { line } from "#shared/domain/pull-list";
import type { EventCounts, LabelReading, Positions, ScanState } from "#shared/domain/scanning";
import { countsForEvent } from "#shared/domain/scanning";
import { createIndex, useReplica } from "#client/data";
import { createCaseSource } from "./case-index";
import { codeIndex } from "./code-index";
import { createConditions } from "./condition-index";
import { positionsIndex } from "./positions-index";

export interface ScanKnowledge {
  readonly state: ScanState;
  readonly caseSource: CaseSource;
  readonly positions: Accessor<Positions>;
  readonly countsOf: (event: EventId) => EventCounts;
}

/** Call while a component is set up. */
export const createScanKnowledge = (): ScanKnowledge => {
  const replica = useReplica();
  const { rows } = replica;
  const positions = createIndex(positionsIndex);
  const codes = createIndex(codeIndex);
  const readLabel = createLabelReader();

  const caseSource = createCaseSource();
  const conditions = createConditions();

  const countsOf = (event: EventId): EventCounts =>
    countsForEvent(positions().piecesOf(event), rows.of(line, thingOf(event)));

  const state: ScanState = {
    get positions() {
      return positions();
    },
    readLabel,
    findCode: (text) => codes().find(text),
    ownersOfLabel: (label) => codes().byLabel(label),
    asset: (id) => rows.get(asset, id),
    product: (id) => rows.get(product, id),
    lines: (event) => rows.of(line, thingOf(event)),
    counts: countsOf,
    cases: createCaseKnowledge(caseSource),
    condition: conditions.forScan,
    hasEvent: (id) => rows.get(eventRecord, id) !== undefined,
  };
  return { state, caseSource, positions, countsOf };
};

/** Says which label a text is, of this company or of another. */
export const createLabelReader = (): ((text: string) => LabelReading) => {
  const company = fromBase64Url(useReplica().company) ?? new Uint8Array(32);
  return (text) => labelReading(company, text);
};

const labelReading = (company: Uint8Array, text: string): LabelReading => {
  const read = readScannedText(sha256, company, text);
  switch (read.type) {
    case "own-label":
      return { type: "own", label: read.label.text, revision: read.revision };
    case "foreign-label":
      return { type: "foreign", label: read.label.text };
    case "enrolment-link":
    case "pairing-link":
      return { type: "invitation" };
    case "bad-label":
    case "text":
      return { type: "none" };
  }
};
