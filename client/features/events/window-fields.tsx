/** Two local times, as the platform lets people choose them. */
import type { JSX } from "solid-js";
import { parseLocalDateTime } from "#shared/kernel/local-time";
import type { LocalDateTime } from "#shared/kernel/record";
import { useFormat } from "#client/app/i18n";
import { TextField } from "#client/ui/field";

interface LocalTimeFieldProps {
  readonly label: string;
  readonly hideLabel?: boolean | undefined;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly value: LocalDateTime | undefined;
  /** Undefined while what stands there is no date and time. */
  readonly onChange: (value: LocalDateTime | undefined) => void;
}

/** A date and a time at the event's place, never shifted to the zone of this device. */
export const LocalTimeField = (props: LocalTimeFieldProps): JSX.Element => {
  const format = useFormat();
  return (
    <TextField
      type="datetime-local"
      label={props.label}
      hideLabel={props.hideLabel}
      hint={props.hint}
      error={props.error}
      quiet={props.quiet}
      value={props.value ?? ""}
      shown={props.value === undefined ? undefined : format().localDateTime(props.value)}
      onCommit={(text) => props.onChange(parseLocalDateTime(text))}
    />
  );
};
