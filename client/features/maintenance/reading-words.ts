/** The readings of a test, each with its limit. */
import type { AssetTest } from "#shared/domain/maintenance";
import { useFormat, useText } from "#client/app/i18n";
import { testMessages } from "./test-messages";

type Tested = Omit<AssetTest, "id">;
type Line = readonly [name: string, value: string];

/** What was measured or looked at: its name and what was found. */
export const createReadingLines = (): ((test: Tested) => readonly Line[]) => {
  const t = useText(testMessages);
  const format = useFormat();
  const thousandth = (value: number, unit: string): string => `${format().number(value / 1_000, 2)} ${unit}`;
  const reading = (
    what: "protective" | "insulation" | "conductor" | "touch",
    value: number | undefined,
    limit: number | undefined,
    unit: string,
  ): readonly Line[] => {
    if (value === undefined) return [];
    const told = thousandth(value, unit);
    if (limit === undefined) return [[t(what), told]];
    const bound = t(what === "insulation" ? "atLeast" : "atMost", { limit: thousandth(limit, unit) });
    return [[t(what), `${told} (${bound})`]];
  };
  return (test) => [
    ...(test.class === undefined ? [] : [[t("class"), test.class] as const]),
    ...(test.visual === undefined ? [] : [[t("visual"), t(test.visual)] as const]),
    ...reading("protective", test.protectiveMilliohm, test.protectiveLimit, "Ω"),
    ...reading("insulation", test.insulationKiloohm, test.insulationLimit, "MΩ"),
    ...reading("conductor", test.conductorMicroamp, test.conductorLimit, "mA"),
    ...reading("touch", test.touchMicroamp, test.touchLimit, "mA"),
    ...(test.functional === undefined ? [] : [[t("functional"), t(test.functional)] as const]),
  ];
};

/** All of it in one line. */
export const createReadingWords = (): ((test: Tested) => string) => {
  const lines = createReadingLines();
  return (test) =>
    [
      ...lines(test).map(([name, value]) => (/^\d/.test(value) ? `${name} ${value}` : `${name}: ${value}`)),
      ...(test.instrument === undefined ? [] : [test.instrument]),
      ...(test.note === undefined ? [] : [test.note]),
    ].join(" · ");
};
