/** A root holder whose device belongs to the company agrees to what another one began. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { SettingsLayout, createMembership, createPatience } from "#client/features/settings";
import { createHolderNames } from "./holder-words";
import ProposalDesk from "./proposal-desk";
import { proposalMessages } from "./proposal-messages";

const AgreeScreen = (): JSX.Element => {
  const t = useText(proposalMessages);
  const navigate = useNavigate();
  const followed = createMembership();
  const names = createHolderNames();
  const patience = createPatience();
  return (
    <SettingsLayout tab="security" title={t("title")}>
      <Show when={followed.membership()}>
        {(membership) => (
          <ProposalDesk
            open={(text) => membership().openProposal(text)}
            names={names}
            patience={patience}
            onSent={() => navigate("/settings/keys")}
          />
        )}
      </Show>
    </SettingsLayout>
  );
};

export default AgreeScreen;
