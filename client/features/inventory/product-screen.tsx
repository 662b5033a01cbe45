import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate, useParams } from "@solidjs/router";
import { asset, editProduct, product, removeProduct } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { parseId, thingOf } from "#shared/kernel/ids";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import { createIndex, createMay, createRow, createRowsOf, useCommands } from "#client/data";
import { HistoryPanel } from "#client/features/activity";
import { InspectionSection } from "#client/features/maintenance";
import { FilesSection } from "#client/features/files";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { EditableText } from "#client/ui/editable-text";
import { Editable, useEditable } from "#client/ui/editing";
import { Ellipsis, Plus, Tags, Trash2 } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import { Page, PageHead, Section } from "#client/ui/page";
import { Pictogram } from "#client/ui/pictograms/pictogram";
import { ScreenTitle } from "#client/ui/screen-title";
import { VirtualTable } from "#client/ui/virtual-table";
import { AccessorySection } from "./accessory-section";
import { AddAssets } from "./add-assets";
import { AlternativeSection } from "./alternative-section";
import { AvailabilityGlance } from "./availability-glance";
import { CodeSection } from "./code-list";
import { createConversion } from "./convert-dialogs";
import { kitMessages } from "./kit-messages";
import { KitStock } from "./kit-section";
import { createMerging } from "./merge-dialog";
import { MergedHere, MergedNote } from "./merged-note";
import { messages } from "./messages";
import { NotHere } from "./not-here";
import { createCategories, createPlaces } from "./places";
import type { Categories, Places } from "./places";
import { ProductFacts } from "./product-facts";
import { ProductMoneySection } from "./product-money";
import type { ProductRow } from "./product-rows";
import { Quantities } from "./quantities";
import { createAssetColumns } from "./stock-columns";
import styles from "./inventory.module.css";
import { assetListIndex } from "./stock-index";
import { TemporarySection } from "./temporary-section";
import { createCustomValues } from "./custom-values";
import { createWhereWords, Whereabouts } from "./whereabouts";

const AssetSection = (props: { readonly row: ProductRow; readonly places: Places }): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const isEditable = useEditable();
  const [isAdding, setAdding] = createSignal(false);
  // eslint-disable-next-line solid/reactivity -- stays the same object for as long as the screen is shown
  const where = createWhereWords(props.places);
  // eslint-disable-next-line solid/reactivity -- as above
  const columns = createAssetColumns(props.places, where, createCustomValues("asset"));
  const assets = createRowsOf(asset, () => thingOf(props.row.id), {
    sort: (a, b) => (a.code < b.code ? -1 : 1),
  });
  return (
    <Section
      title={t("assets")}
      note={t("assetCount", { n: assets().length })}
      actions={
        <Show when={isEditable()}>
          <Show when={assets().length > 0}>
            <LinkButton href={`/labels?product=${props.row.id}`}>
              <Tags />
              {t("printLabels", { n: assets().length })}
            </LinkButton>
          </Show>
          <Button onClick={() => setAdding(true)}>
            <Plus />
            {t("addAssets")}
          </Button>
        </Show>
      }
    >
      <Show when={isAdding() && isEditable()}>
        <AddAssets
          product={props.row.id}
          name={props.row.name}
          places={props.places}
          onClose={() => setAdding(false)}
        />
      </Show>
      <Show when={assets().length > 0}>
        <div class={styles.assetTable}>
          <VirtualTable
            label={t("assets")}
            rows={assets()}
            rowId={(row) => row.id}
            columns={columns().filter((column) => column.usual && column.id !== "product")}
            onOpen={(row) => navigate(`/stock/assets/${row.id}`)}
            card={(row) => (
              <span class={styles.card}>
                <a class={styles.name} href={`/stock/assets/${row().id}`}>
                  {row().code}
                </a>
                <Whereabouts row={row()} words={where} />
              </span>
            )}
            cardHeight={3}
          />
        </div>
      </Show>
    </Section>
  );
};

const ProductMenu = (props: { readonly row: ProductRow }): JSX.Element => {
  const t = useText(messages);
  const kit = useText(kitMessages);
  const navigate = useNavigate();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const conversion = createConversion(() => props.row);
  const merging = createMerging(() => props.row);
  const remove = async (): Promise<void> => {
    const done = await commands.runCommand(removeProduct, { product: props.row.id });
    if (!done.ok) return;
    offerUndo(t("removed", { name: props.row.name }), done.value.change);
    navigate("/stock");
  };
  return (
    <>
      <Menu
        label={props.row.isKit === true ? kit("kitActions") : t("productActions")}
        trigger={<Ellipsis />}
        triggerClass={styles.iconTrigger}
        entries={[
          ...(props.row.isKit === true ? [] : conversion.entries()),
          ...merging.entries(),
          {
            label: props.row.isKit === true ? kit("removeKit") : t("removeProduct"),
            icon: <Trash2 />,
            danger: true,
            onSelect: () => void remove(),
          },
        ]}
      />
      {conversion.dialog()}
      {merging.dialog()}
    </>
  );
};

const ProductHead = (props: { readonly row: ProductRow; readonly categories: Categories }): JSX.Element => {
  const t = useText(messages);
  const kit = useText(kitMessages);
  const commands = useCommands();
  const isEditable = useEditable();
  const rename = (name: string): void => {
    if (name.trim() !== "")
      void commands.runCommand(editProduct, { product: props.row.id, values: { name: name.trim() } });
  };
  return (
    <PageHead
      title={
        <span class={styles.titleLine}>
          <Pictogram name={props.categories.pictogram(props.row.category)} />
          <Show when={props.row.isKit}>
            <Badge>{kit("kit")}</Badge>
          </Show>
          <EditableText label={t("name")} value={props.row.name} placeholder={t("name")} onCommit={rename} />
          <Show when={props.row.removedAt !== undefined && props.row.mergedInto === undefined}>
            <Badge meaning="attention">{t("removedBadge")}</Badge>
          </Show>
        </span>
      }
      note={props.row.maker}
      actions={
        <Show when={isEditable()}>
          <ProductMenu row={props.row} />
        </Show>
      }
    />
  );
};

const ProductHistory = (props: { readonly row: ProductRow }): JSX.Element => {
  const t = useText(messages);
  return (
    <Section title={t("history")}>
      <HistoryPanel
        thing={thingOf(props.row.id)}
        kind="product"
        record={{ type: product, id: props.row.id }}
        name={props.row.name}
        movements={{ product: props.row.id }}
      />
    </Section>
  );
};

/** What is known of a product beside its facts. */
const ProductStock = (props: { readonly row: ProductRow }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const places = createPlaces();
  const list = createIndex(assetListIndex);
  const hasAssets = createMemo(() => props.row.tracking === "assets" || list().of(props.row.id).size > 0);
  return (
    <div class={styles.stack}>
      <Section title={t("availability")}>
        <AvailabilityGlance product={props.row.id} />
      </Section>
      <Editable when={may("write", "inventory")}>
        <Show when={hasAssets()}>
          <AssetSection row={props.row} places={places} />
        </Show>
      </Editable>
      <Show when={props.row.tracking !== "assets"}>
        <Section title={t("quantities")}>
          <Editable when={may("write", "movements")}>
            <Quantities product={props.row.id} places={places} />
          </Editable>
        </Section>
      </Show>
      <TemporarySection product={props.row} />
      <FilesSection
        owner={{ thing: thingOf(props.row.id), type: product, id: props.row.id, on: "inventory" }}
      />
      <AccessorySection product={props.row.id} />
      <AlternativeSection product={props.row.id} />
      <ProductMoneySection product={props.row.id} hasAssets={hasAssets()} />
      <InspectionSection product={props.row.id} />
      <CodeSection product={props.row.id} />
      <MergedHere product={props.row.id} />
      <ProductHistory row={props.row} />
    </div>
  );
};

const ProductPage = (props: { readonly row: ProductRow }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const categories = createCategories();
  // What went into another product is read here and changed there.
  const isMerged = (): boolean => props.row.mergedInto !== undefined;
  const mayEdit = (): boolean => may("write", "inventory") && !isMerged();
  return (
    <Page>
      <ScreenTitle title={props.row.name} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <Editable when={mayEdit()}>
        <ProductHead row={props.row} categories={categories} />
      </Editable>
      <MergedNote row={props.row} />
      <div class={styles.columns}>
        <Section title={t("facts")} note={may("write", "inventory") ? undefined : <ReadOnlyNote />}>
          <Editable when={mayEdit()}>
            <ProductFacts row={props.row} categories={categories} />
          </Editable>
        </Section>
        <Show when={!isMerged()} fallback={<ProductHistory row={props.row} />}>
          <Show when={props.row.isKit} fallback={<ProductStock row={props.row} />}>
            <KitStock row={props.row} />
          </Show>
        </Show>
      </div>
    </Page>
  );
};

const ProductScreen = (): JSX.Element => {
  const params = useParams();
  const row = createRow(product, () => parseId<ProductId>(params["id"]));
  return (
    <Show when={row()} fallback={<NotHere />}>
      {(found) => <ProductPage row={found()} />}
    </Show>
  );
};

export default ProductScreen;
