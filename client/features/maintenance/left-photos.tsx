import { Show, onMount } from "solid-js";
import type { JSX } from "solid-js";
import type { FaultId } from "#shared/domain/maintenance";
import { brand } from "#shared/kernel/brand";
import { useFiles } from "#client/data";
import type { BegunFile, CompanyFiles } from "#client/data";
import { createAdding } from "#client/features/files";
import { faultOwner } from "./fault-owner";

export interface LeftProps {
  readonly left: readonly BegunFile[];
  readonly onDone: () => void;
}

const GoOn = (props: LeftProps & { readonly files: CompanyFiles }): JSX.Element => {
  /* eslint-disable solid/reactivity -- mounted once for what is left */
  const facts = [...new Set(props.left.map(({ fact }) => fact))];
  const work = facts.map((fact) => ({
    adding: createAdding(props.files, () => faultOwner(brand<FaultId>(fact))),
    left: props.left.filter((each) => each.fact === fact),
  }));
  /* eslint-enable solid/reactivity */
  const goOn = async (): Promise<void> => {
    for (const { adding, left } of work) await adding.goOn(left);
    props.onDone();
  };
  onMount(() => void goOn());
  return <></>;
};

/** Photos that were reported with a fault on a page that ended before they were made ready: this one does it. */
const LeftPhotos = (props: LeftProps): JSX.Element => {
  const files = useFiles();
  return (
    <Show when={files}>{(known) => <GoOn files={known()} left={props.left} onDone={props.onDone} />}</Show>
  );
};

export default LeftPhotos;
