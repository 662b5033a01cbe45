/** A label that was printed blank is stuck on something: a piece in stock, or a new one of a product. */
import { Show, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { asset, product } from "#shared/domain/inventory";
import type { AssetId, Product, ProductId } from "#shared/domain/inventory";
import type { CodeOwner } from "#shared/domain/scanning";
import { spellLabel } from "#shared/kernel/label-text";
import { useText } from "#client/app/i18n";
import { createIndex, useReplica } from "#client/data";
import { codeIndex, createLabelReader } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Combobox } from "#client/ui/combobox";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { Search } from "#client/ui/icons";
import { Note } from "#client/ui/note";
import { Segmented } from "#client/ui/segmented";
import type { AssetRow } from "./asset-rows";
import { createClaiming } from "./claiming";
import type { Claiming } from "./claiming";
import styles from "./inventory.module.css";
import { labelMessages } from "./label-messages";
import { createNextCodes } from "./next-codes";
import { ProductPicker } from "./product-picker";
import { assetListIndex, stockSearchIndex } from "./stock-index";

export interface ClaimLabelProps {
  /** The 26 characters. */
  readonly label: string;
  /** Takes what is scanned while the dialog is open, until it closes. */
  readonly onCodes: (take: (text: string) => void) => void;
  readonly onClaimed: (piece: AssetId) => void;
  readonly onClose: () => void;
}

const mostFound = 8;

/** Pieces by any word or code, those without a label first; before anything is typed the first of these. */
const createPieceSearch = (): ((typed: string) => readonly AssetRow[]) => {
  const { rows } = useReplica();
  const search = createIndex(stockSearchIndex);
  const list = createIndex(assetListIndex);
  const withoutLabel = (): readonly AssetRow[] => {
    const found: AssetRow[] = [];
    for (const id of list().byCode()) {
      const row = rows.get(asset, id);
      if (row?.label === undefined && row !== undefined) found.push(row);
      if (found.length === mostFound) break;
    }
    return found;
  };
  return (typed) => {
    if (typed.trim() === "") return withoutLabel();
    const ids = search()
      .find(typed, 60)
      .flatMap((hit) => (hit.kind === "asset" ? [hit.asset] : [...list().of(hit.product)]));
    const found = [...new Set(ids)].flatMap((id) => rows.get(asset, id) ?? []);
    const hasNone = (row: AssetRow): boolean => row.label === undefined;
    return [...found.filter(hasNone), ...found.filter((row) => !hasNone(row))].slice(0, mostFound);
  };
};

const createPieceWords = (): ((row: AssetRow) => string) => {
  const t = useText(labelMessages);
  const { rows } = useReplica();
  return (row) => t("chosenPiece", { code: row.code, product: rows.get(product, row.product)?.name ?? "" });
};

/** What a code that was scanned in the dialog names. */
const createPieceOfCode = (label: Accessor<string>) => {
  const t = useText(labelMessages);
  const { rows } = useReplica();
  const codes = createIndex(codeIndex);
  const readLabel = createLabelReader();
  const ownersOf = (text: string): readonly CodeOwner[] => {
    const read = readLabel(text.trim());
    return read.type === "own" ? codes().byLabel(read.label) : codes().find(text);
  };
  const isItself = (text: string): boolean => {
    const read = readLabel(text.trim());
    return read.type === "own" && read.label === label();
  };
  return (text: string): AssetRow | string | undefined => {
    if (isItself(text)) return undefined;
    const [owner, another] = ownersOf(text);
    const code = text.trim().slice(0, 60);
    if (another !== undefined) return t("severalHave", { code });
    if (owner === undefined) return t("nobody", { code });
    return owner.type === "product" ? t("bulkHas", { code }) : rows.get(asset, owner.asset);
  };
};

const PieceSide = (props: {
  readonly chosen: AssetRow | undefined;
  readonly onChoose: (row: AssetRow) => void;
}): JSX.Element => {
  const t = useText(labelMessages);
  const suggest = createPieceSearch();
  const words = createPieceWords();
  return (
    <>
      <Combobox<AssetRow>
        label={t("findPiece")}
        hint={t("findPieceHint")}
        large
        icon={<Search />}
        value={props.chosen === undefined ? "" : words(props.chosen)}
        openOnFocus
        suggest={suggest}
        optionKey={(row) => row.id}
        optionText={words}
        renderOption={(row) => (
          <span class="cut">
            {words(row)}{" "}
            <Show when={row.label}>
              <span class="quiet">{t("hasLabel")}</span>
            </Show>
          </span>
        )}
        onChoose={(row) => props.onChoose(row)}
      />
      <Show when={props.chosen?.label !== undefined && props.chosen}>
        {(row) => <Note meaning="info">{t("secondLabel", { code: row().code })}</Note>}
      </Show>
    </>
  );
};

const NewSide = (props: {
  readonly of: Product | undefined;
  readonly code: string;
  readonly onProduct: (of: Product) => void;
  readonly onCode: (code: string) => void;
}): JSX.Element => {
  const t = useText(labelMessages);
  return (
    <>
      <ProductPicker
        label={t("findProduct")}
        except={noProducts}
        fits={(one) => one.tracking === "assets" && one.isKit !== true}
        onChoose={(of) => props.onProduct(of)}
      />
      <Show when={props.of}>
        {(of) => (
          <TextField
            label={t("newCode")}
            hint={t("newCodeHint", { product: of().name })}
            large
            maxlength={120}
            value={props.code}
            onInput={(code) => props.onCode(code)}
          />
        )}
      </Show>
    </>
  );
};

const noProducts: ReadonlySet<ProductId> = new Set();

type Kind = "piece" | "new";

const createChoice = (props: ClaimLabelProps, claiming: Claiming) => {
  const codesOf = createNextCodes();
  const pieceOf = createPieceOfCode(() => props.label);
  const [kind, setKind] = createSignal<Kind>("piece");
  const [piece, setPiece] = createSignal<AssetRow>();
  const [of, setOf] = createSignal<Product>();
  const [code, setCode] = createSignal("");
  props.onCodes((text) => {
    const found = pieceOf(text);
    if (found === undefined) return;
    claiming.setProblem(typeof found === "string" ? found : undefined);
    if (typeof found === "string") return;
    setKind("piece");
    setPiece(found);
  });
  const claim = async (): Promise<void> => {
    const row = piece();
    const made = of();
    if (kind() === "piece" && row !== undefined) {
      if (await claiming.byPiece(row)) done(row.id);
    } else if (kind() === "new" && made !== undefined) {
      const id = await claiming.byNewPiece(made.id, code());
      if (id !== undefined) done(id);
    }
  };
  const done = (id: AssetId): void => {
    props.onClaimed(id);
    props.onClose();
  };
  /** What came of another choice says nothing about this one. */
  const anew =
    <T,>(choose: (chosen: T) => void) =>
    (chosen: T): void => {
      claiming.setProblem(undefined);
      choose(chosen);
    };
  return {
    ...{ kind, piece, of, code, claim },
    chooseKind: anew((chosen: Kind) => setKind(chosen)),
    choosePiece: anew((row: AssetRow) => setPiece(row)),
    chooseCode: anew((typed: string) => setCode(typed)),
    chooseProduct: anew((chosen: Product) => {
      setOf(chosen);
      setCode(codesOf.next(codesOf.prefixFor(chosen.id, chosen.name), 1)[0] ?? "");
    }),
    /** Whose code the button names; undefined while nothing is chosen. */
    target: (): string | undefined => {
      if (kind() === "piece") return piece()?.code;
      return of() === undefined || code().trim() === "" ? undefined : code().trim();
    },
  };
};

/** The two ways, and why the last attempt came to nothing. */
const ClaimForm = (props: {
  readonly label: string;
  readonly choice: ReturnType<typeof createChoice>;
  readonly problem: string | undefined;
}): JSX.Element => {
  const t = useText(labelMessages);
  return (
    <div class={styles.stackTight}>
      <p>{t("claimText", { label: spellLabel(props.label) })}</p>
      <Segmented<Kind>
        label={t("onWhat")}
        value={props.choice.kind()}
        segments={[
          { value: "piece", label: t("onPiece") },
          { value: "new", label: t("onNew") },
        ]}
        onChange={(kind) => props.choice.chooseKind(kind)}
      />
      <Show
        when={props.choice.kind() === "piece"}
        fallback={
          <NewSide
            of={props.choice.of()}
            code={props.choice.code()}
            onProduct={(of) => props.choice.chooseProduct(of)}
            onCode={(code) => props.choice.chooseCode(code)}
          />
        }
      >
        <PieceSide chosen={props.choice.piece()} onChoose={(row) => props.choice.choosePiece(row)} />
      </Show>
      <Show when={props.problem}>
        {(text) => (
          <Note meaning="problem" urgent>
            {text()}
          </Note>
        )}
      </Show>
    </div>
  );
};

const ClaimLabelDialog = (props: ClaimLabelProps): JSX.Element => {
  const t = useText(labelMessages);
  const claiming = createClaiming(() => props.label);
  const choice = createChoice(props, claiming);
  const words = (): string => {
    const code = choice.target();
    if (code === undefined) return t("choose");
    return t(choice.kind() === "piece" ? "putOn" : "makeWith", { code });
  };
  return (
    <Dialog
      open
      title={t("claimTitle")}
      onClose={() => props.onClose()}
      foot={
        <>
          <Button size="touch" onClick={() => props.onClose()}>
            {t("cancel")}
          </Button>
          <Button
            size="touch"
            variant="primary"
            disabled={choice.target() === undefined}
            onClick={() => void choice.claim()}
          >
            {words()}
          </Button>
        </>
      }
    >
      <ClaimForm label={props.label} choice={choice} problem={claiming.problem()} />
    </Dialog>
  );
};

export default ClaimLabelDialog;
