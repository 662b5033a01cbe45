import { For, Show, createMemo, createSignal } from "solid-js";
import type { Component, JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import {
  asset,
  createLocation,
  editLocation,
  location,
  locationKinds,
  moveLocation,
  removeLocation,
} from "#shared/domain/inventory";
import type { LocationId, LocationNode } from "#shared/domain/inventory";
import type { Row } from "#shared/replica/types";
import { createUndoToast } from "#client/app/frame/undo";
import type { TextOf } from "#client/app/i18n";
import { useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import { createIndex, createMay, createRow, useCommands, useReplica } from "#client/data";
import { HistoryDialog } from "#client/features/activity";
import { FilesDialog, filesMessages } from "#client/features/files";
import { Button } from "#client/ui/button";
import { EditableText } from "#client/ui/editable-text";
import { Editable } from "#client/ui/editing";
import {
  Building2,
  Camera,
  Clock,
  Ellipsis,
  Layers,
  MapPin,
  Plus,
  Trash2,
  Truck,
  Warehouse,
} from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { EmptyState, Page } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import { createPlaces } from "./places";
import styles from "./inventory.module.css";
import { assetListIndex } from "./stock-index";

type Kind = (typeof locationKinds)[number];

const icons: Readonly<Record<Kind, Component>> = {
  warehouse: Warehouse,
  zone: Layers,
  shelf: MapPin,
  vehicle: Truck,
  venue: Building2,
};

/** What is usually found inside a place of a kind. */
const inner: Readonly<Record<Kind, Kind>> = {
  warehouse: "zone",
  zone: "shelf",
  shelf: "shelf",
  vehicle: "shelf",
  venue: "zone",
};

const siblingsOf = (nodes: readonly LocationNode[], node: LocationNode): readonly LocationNode[] =>
  nodes.filter(
    (each) =>
      each.depth === node.depth &&
      each.path.length === node.path.length &&
      each.location.parent === node.location.parent,
  );

const createMoves = (nodes: () => readonly LocationNode[]) => {
  const commands = useCommands();
  const move = (id: LocationId, parent: LocationId | undefined, behind: LocationId | undefined): void =>
    void commands.runCommand(moveLocation, {
      location: id,
      parent: parent ?? null,
      ...(behind === undefined ? {} : { behind }),
    });
  return {
    /** One place up among its siblings: the one above goes behind it. */
    up: (node: LocationNode): void => {
      const siblings = siblingsOf(nodes(), node);
      const above = siblings[siblings.indexOf(node) - 1];
      if (above !== undefined) move(above.location.id, node.location.parent, node.location.id);
    },
    down: (node: LocationNode): void => {
      const siblings = siblingsOf(nodes(), node);
      const below = siblings[siblings.indexOf(node) + 1];
      if (below !== undefined) move(node.location.id, node.location.parent, below.location.id);
    },
    into: (node: LocationNode): void => {
      const siblings = siblingsOf(nodes(), node);
      const above = siblings[siblings.indexOf(node) - 1];
      if (above !== undefined) move(node.location.id, above.location.id, undefined);
    },
    out: (node: LocationNode): void => {
      const parent = nodes().find((each) => each.location.id === node.location.parent);
      if (parent !== undefined) move(node.location.id, parent.location.parent, parent.location.id);
    },
  };
};

interface PlaceProps {
  readonly node: LocationNode;
  readonly nodes: readonly LocationNode[];
  readonly mayEdit: boolean;
  readonly onAdd: (parent: LocationNode) => void;
}

/** Its photos and files, and its history. */
const PlaceDialogs = (props: {
  readonly place: Row<typeof location> | undefined;
  readonly isShowing: boolean;
  readonly isTelling: boolean;
  readonly onShown: () => void;
  readonly onTold: () => void;
}): JSX.Element => (
  <>
    <Show when={props.isShowing && props.place}>
      {(known) => (
        <FilesDialog
          owner={{ thing: known().thing, type: location, id: known().id, on: "inventory" }}
          name={known().name}
          onClose={() => props.onShown()}
        />
      )}
    </Show>
    <Show when={props.isTelling && props.place}>
      {(known) => (
        <HistoryDialog
          thing={known().thing}
          kind="places"
          record={{ type: location, id: known().id }}
          name={known().name}
          onClose={() => props.onTold()}
        />
      )}
    </Show>
  </>
);

const moveEntries = (
  t: TextOf<typeof messages.en>,
  moves: ReturnType<typeof createMoves>,
  node: LocationNode,
): readonly MenuEntry[] => [
  { label: t("moveUp"), onSelect: () => moves.up(node) },
  { label: t("moveDown"), onSelect: () => moves.down(node) },
  { label: t("moveInto"), onSelect: () => moves.into(node) },
  { label: t("moveOut"), disabled: node.location.parent === undefined, onSelect: () => moves.out(node) },
];

const PlaceMenu = (props: PlaceProps): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const moves = createMoves(() => props.nodes);
  const row = createRow(location, () => props.node.location.id);
  const [isTelling, setTelling] = createSignal(false);
  const files = useText(filesMessages);
  const [isShowing, setShowing] = createSignal(false);
  const offerUndo = createUndoToast();
  const name = (): string => props.node.location.name;
  const remove = async (): Promise<void> => {
    const removed = name();
    const done = await commands.runCommand(
      removeLocation,
      { location: props.node.location.id },
      { quiet: true },
    );
    if (!done.ok) return showToast({ text: t("placeNotEmpty"), meaning: "attention" });
    offerUndo(t("removed", { name: removed }), done.value.change);
  };
  const telling = (): MenuEntry => ({
    label: t("history"),
    icon: <Clock />,
    onSelect: () => setTelling(true),
  });
  const pictures = (): MenuEntry => ({
    label: files("title"),
    icon: <Camera />,
    onSelect: () => setShowing(true),
  });
  const edits = (): readonly MenuEntry[] => [
    { label: t("newPlaceIn", { place: name() }), icon: <Plus />, onSelect: () => props.onAdd(props.node) },
    "line",
    ...moveEntries(t, moves, props.node),
    "line",
    pictures(),
    telling(),
    { label: t("removePlace"), icon: <Trash2 />, danger: true, onSelect: () => void remove() },
  ];
  return (
    <>
      <Menu
        label={t("placeActions", { place: name() })}
        trigger={<Ellipsis />}
        triggerClass={styles.iconTrigger}
        entries={props.mayEdit ? edits() : [pictures(), telling()]}
      />
      <PlaceDialogs
        place={row()}
        isShowing={isShowing()}
        isTelling={isTelling()}
        onShown={() => setShowing(false)}
        onTold={() => setTelling(false)}
      />
    </>
  );
};

const PlaceLine = (props: PlaceProps & { readonly assets: number }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const edit = (values: { readonly name?: string; readonly kind?: Kind }): void =>
    void commands.runCommand(editLocation, { location: props.node.location.id, values });
  return (
    <li class={styles.place} style={{ "--depth": props.node.depth }}>
      <Editable when={props.mayEdit}>
        <span class={styles.placeName}>
          <Dynamic component={icons[props.node.location.kind]} />
          <EditableText
            label={t("placeName")}
            value={props.node.location.name}
            placeholder={t("placeName")}
            onCommit={(name) => name.trim() !== "" && edit({ name: name.trim() })}
          />
        </span>
        <span class={styles.placeKind}>
          <SelectField<Kind>
            label={t("kind")}
            hideLabel
            quiet
            value={props.node.location.kind}
            options={locationKinds.map((kind) => ({ value: kind, label: t(kind) }))}
            onChange={(kind) => edit({ kind })}
          />
        </span>
      </Editable>
      <span class={`small quiet ${styles.placeCount ?? ""}`}>
        {props.assets > 0 && t("assetsBelong", { n: props.assets })}
      </span>
      <PlaceMenu node={props.node} nodes={props.nodes} mayEdit={props.mayEdit} onAdd={props.onAdd} />
    </li>
  );
};

const whereTo = (parent: LocationNode | undefined) =>
  parent === undefined
    ? { kind: "warehouse" as const }
    : { parent: parent.location.id, kind: inner[parent.location.kind] };

const LocationsScreen = (): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const { rows } = useReplica();
  const may = createMay();
  const mayEdit = (): boolean => may("write", "inventory");
  const places = createPlaces();
  const list = createIndex(assetListIndex);
  const homes = createMemo(() => {
    const counts = new Map<LocationId, number>();
    for (const id of list().byCode()) {
      const home = rows.get(asset, id)?.home;
      if (home !== undefined) counts.set(home, (counts.get(home) ?? 0) + 1);
    }
    return counts;
  });
  const add = (parent: LocationNode | undefined): void =>
    void commands.runCommand(createLocation, { name: t("newPlace"), ...whereTo(parent) });
  const newPlace = (): JSX.Element => (
    <Show when={mayEdit()} fallback={<ReadOnlyNote />}>
      <Button variant="primary" onClick={() => add(undefined)}>
        <Plus />
        {t("newPlace")}
      </Button>
    </Show>
  );
  return (
    <Page>
      <ScreenTitle title={t("locations")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <h1 class="hidden-label">{t("locations")}</h1>
      <Show
        when={places.nodes().length > 0}
        fallback={
          <EmptyState icon={<MapPin />} title={t("emptyPlaces")} actions={newPlace()}>
            {t("emptyPlacesText")}
          </EmptyState>
        }
      >
        <div class={styles.primary}>{newPlace()}</div>
        <ul class={styles.places} aria-label={t("locations")}>
          <For each={places.nodes()}>
            {(node) => (
              <PlaceLine
                node={node}
                nodes={places.nodes()}
                mayEdit={mayEdit()}
                assets={homes().get(node.location.id) ?? 0}
                onAdd={add}
              />
            )}
          </For>
        </ul>
      </Show>
    </Page>
  );
};

export default LocationsScreen;
