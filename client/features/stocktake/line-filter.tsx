/** Place and words that narrow the lines, kept in the address. */
import { createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import type { LocationId } from "#shared/domain/inventory";
import { foldText } from "#shared/domain/inventory";
import { placeOfLine } from "#shared/domain/stocktake";
import type { TallyLine, TallySource } from "#shared/domain/stocktake";
import { useText } from "#client/app/i18n";
import { TextField } from "#client/ui/field";
import { SelectField } from "#client/ui/select-field";
import type { LineWords } from "./line-words";
import { messages } from "./messages";
import { createPlaceNames } from "./place-names";

const all = "all";
const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? "";

export const createLineFilter = (source: () => TallySource, words: LineWords) => {
  const [params, setParams] = useSearchParams();
  const names = createPlaceNames();
  const place = createMemo(
    (): LocationId | undefined =>
      names().nodes.find((node) => node.location.id === first(params["place"]))?.location.id,
  );
  const text = (): string => first(params["q"]);
  const wanted = createMemo(() => foldText(text()).split(" ").filter(Boolean));
  const takes = (line: TallyLine): boolean => {
    const within = place();
    const at = placeOfLine(line);
    if (within !== undefined && (at === undefined || !source().places.contains(within, at))) return false;
    if (wanted().length === 0) return true;
    const said = foldText(words.text(line));
    return wanted().every((word) => said.includes(word));
  };
  return {
    takes,
    isOn: () => place() !== undefined || wanted().length > 0,
    place,
    text,
    setPlace: (value: string) => setParams({ place: value === all ? null : value }, { replace: true }),
    setText: (value: string) => setParams({ q: value === "" ? null : value }, { replace: true }),
    places: () =>
      names()
        .nodes.filter((node) => source().scope.holds(node.location.id))
        .map(({ location: { id, name }, depth }) => ({
          value: id,
          label: `${"\u2003".repeat(depth)}${name}`,
        })),
  };
};

export type LineFilter = ReturnType<typeof createLineFilter>;

export const FilterFields = (props: { readonly filter: LineFilter }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <SelectField
        label={t("place")}
        hideLabel
        value={props.filter.place() ?? all}
        options={[{ value: all, label: t("allPlaces") }, ...props.filter.places()]}
        onChange={(value) => props.filter.setPlace(value)}
      />
      <TextField
        label={t("search")}
        hideLabel
        type="search"
        placeholder={t("search")}
        value={props.filter.text()}
        onInput={(value) => props.filter.setText(value)}
      />
    </>
  );
};
