import { createEffect } from "solid-js";
import type { JSX } from "solid-js";
import { companyProfile, profileIn } from "#shared/domain/settings";
import { createRows, useReplica } from "#client/data";
import { useApp } from "../app-context";

/** Keeps the name in this device's list of companies in step with the company's own record. */
export const NoteName = (): JSX.Element => {
  const replica = useReplica();
  const { companies } = useApp();
  const profiles = createRows(companyProfile);
  createEffect(() => {
    const name = profileIn(profiles())?.name;
    const noted = companies.list().find((entry) => entry.company === replica.company)?.name;
    if (name !== undefined && noted !== undefined && noted !== name)
      void companies.note(replica.company, { name });
  });
  return <></>;
};
