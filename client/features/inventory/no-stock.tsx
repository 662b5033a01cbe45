import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { createMay } from "#client/data";
import { Button, LinkButton } from "#client/ui/button";
import { Package, Plus, Search, Upload } from "#client/ui/icons";
import { EmptyState } from "#client/ui/page";
import { messages } from "./messages";

/** Where a table has no rows: because there is no stock at all, or because the filters leave none. */
export const NoStock = (props: {
  readonly isEmpty: boolean;
  readonly onCreate: () => void;
  readonly onClear: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  return (
    <Show
      when={props.isEmpty}
      fallback={
        <EmptyState
          icon={<Search />}
          title={t("noneTitle")}
          actions={<Button onClick={() => props.onClear()}>{t("clear")}</Button>}
        >
          {t("noneText")}
        </EmptyState>
      }
    >
      <EmptyState
        icon={<Package />}
        title={t("emptyTitle")}
        actions={
          <Show when={may("create", "inventory")}>
            <LinkButton variant="primary" href="/import">
              <Upload />
              {t("importFile")}
            </LinkButton>
            <Button onClick={() => props.onCreate()}>
              <Plus />
              {t("newProduct")}
            </Button>
          </Show>
        }
      >
        {t(may("create", "inventory") ? "emptyText" : "emptyTextAsk")}
      </EmptyState>
    </Show>
  );
};
