import { splitProps } from "solid-js";
import type { JSX } from "solid-js";
import styles from "./button.module.css";
import { classes } from "./classes";

export type ButtonVariant = "plain" | "primary" | "bare" | "danger";
export type ButtonSize = "office" | "touch" | "hall";

interface Looks {
  /** One primary button per area: it is what people came to do. */
  readonly variant?: ButtonVariant | undefined;
  readonly size?: ButtonSize | undefined;
  readonly wide?: boolean | undefined;
}

const buttonClass = (props: Looks & { readonly class?: string | undefined }, isSquare = false): string =>
  classes(
    styles.button,
    props.variant !== undefined && props.variant !== "plain" && styles[props.variant],
    props.size !== undefined && props.size !== "office" && styles[props.size],
    props.wide === true && styles.wide,
    isSquare && styles.square,
    props.class,
  );

type ButtonProps = Looks & JSX.ButtonHTMLAttributes<HTMLButtonElement>;

/** Icons go in as children, before the words. */
export const Button = (props: ButtonProps): JSX.Element => {
  const [looks, rest] = splitProps(props, ["variant", "size", "wide", "class"]);
  return <button type="button" {...rest} class={buttonClass(looks)} />;
};

type LinkButtonProps = Looks & JSX.AnchorHTMLAttributes<HTMLAnchorElement>;

/** Goes somewhere instead of doing something; looks the same. */
export const LinkButton = (props: LinkButtonProps): JSX.Element => {
  const [looks, rest] = splitProps(props, ["variant", "size", "wide", "class"]);
  return <a {...rest} class={buttonClass(looks)} />;
};

type IconButtonProps = Omit<Looks, "wide"> & {
  readonly label: string;
} & JSX.ButtonHTMLAttributes<HTMLButtonElement>;

/** A square button with an icon alone; the label is read out and shown on hover. */
export const IconButton = (props: IconButtonProps): JSX.Element => {
  const [looks, label, rest] = splitProps(props, ["variant", "size", "class"], ["label"]);
  return (
    <button
      type="button"
      title={label.label}
      aria-label={label.label}
      {...rest}
      class={buttonClass({ ...looks, variant: looks.variant ?? "bare" }, true)}
    />
  );
};
