/** What a bench found: one line per measure, with what was aimed at. */
export interface Line {
  readonly name: string;
  readonly value: string;
  /** The same thing done by somebody else's program in this run. */
  readonly peer: string | null;
  /** How many times better than the peer the target names, where there is one. */
  readonly ratio?: string;
  readonly target: string;
  readonly met: boolean | null;
}

export interface Report {
  readonly title: string;
  readonly machine: string;
  readonly lines: readonly Line[];
}

export const printReport = (report: Report, asJson: boolean): void => {
  if (asJson) {
    console.log(JSON.stringify(report, null, 2));
    return;
  }
  console.log(`\n${report.title}\n${report.machine}\n`);
  const header = ["measure", "peer", "here", "ratio", "target", "met"];
  const rows = report.lines.map(({ name, value, peer, ratio, target, met }) => [
    name,
    peer ?? "–",
    value,
    ratio ?? "–",
    target,
    met === null ? "" : met ? "yes" : "NO",
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => (row[column] ?? "").length)),
  );
  for (const row of [header, ...rows])
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    );
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
