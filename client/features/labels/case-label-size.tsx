/** How large contents labels are printed: with the button that prints them, and remembered on this device. */
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { SelectField } from "#client/ui/select-field";
import { caseLabelSizes } from "./case-label";
import type { CaseLabelSize } from "./case-label";
import { messages } from "./messages";
import type { CaseLabelPrinting } from "./print-case-labels";

export const CaseLabelSizeChoice = (props: { readonly printing: CaseLabelPrinting }): JSX.Element => {
  const t = useText(messages);
  return (
    <SelectField<CaseLabelSize["id"]>
      label={t("caseLabelSize")}
      hideLabel
      value={props.printing.size()}
      options={caseLabelSizes.map(({ id }) => ({ value: id, label: id }))}
      disabled={props.printing.isMaking()}
      onChange={props.printing.setSize}
    />
  );
};
