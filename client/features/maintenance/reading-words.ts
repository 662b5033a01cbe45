/** The readings of a test in one line, each with its limit. */
import type { AssetTest } from "#shared/domain/maintenance";
import { useFormat, useText } from "#client/app/i18n";
import { testMessages } from "./test-messages";

export const createReadingWords = (): ((test: AssetTest) => string) => {
  const t = useText(testMessages);
  const format = useFormat();
  const thousandth = (value: number, unit: string): string => `${format().number(value / 1_000, 2)} ${unit}`;
  return (test) => {
    const reading = (
      what: "protective" | "insulation" | "conductor" | "touch",
      value: number | undefined,
      limit: number | undefined,
      unit: string,
    ): readonly string[] => {
      if (value === undefined) return [];
      const told = `${t(what)} ${thousandth(value, unit)}`;
      if (limit === undefined) return [told];
      const bound = t(what === "insulation" ? "atLeast" : "atMost", { limit: thousandth(limit, unit) });
      return [`${told} (${bound})`];
    };
    return [
      ...(test.class === undefined ? [] : [`${t("class")} ${test.class}`]),
      ...(test.visual === undefined ? [] : [`${t("visual")}: ${t(test.visual)}`]),
      ...reading("protective", test.protectiveMilliohm, test.protectiveLimit, "Ω"),
      ...reading("insulation", test.insulationKiloohm, test.insulationLimit, "MΩ"),
      ...reading("conductor", test.conductorMicroamp, test.conductorLimit, "mA"),
      ...reading("touch", test.touchMicroamp, test.touchLimit, "mA"),
      ...(test.functional === undefined ? [] : [`${t("functional")}: ${t(test.functional)}`]),
      ...(test.instrument === undefined ? [] : [test.instrument]),
      ...(test.note === undefined ? [] : [test.note]),
    ].join(" · ");
  };
};
