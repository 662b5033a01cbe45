import { userEvent } from "vitest/browser";
import { afterEach, describe, expect, test } from "vitest";
import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import "#client/ui/styles.css";
import { VirtualTable } from "#client/ui/virtual-table";
import type { RowList, Sort } from "#client/ui/virtual-table";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

const rowsOf = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, name: `Row ${index}`, count: index }));

let dispose = (): void => undefined;
afterEach(() => dispose());

const mount = (options: {
  readonly count: number;
  readonly selectable?: boolean;
  readonly rows?: RowList<Row>;
}) => {
  const opened: string[] = [];
  const [rows, setRows] = createSignal<RowList<Row>>(options.rows ?? rowsOf(options.count));
  const [sort, setSort] = createSignal<Sort>({ column: "name", descending: false });
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set());
  const host = document.createElement("div");
  host.style.cssText = "display:flex;height:400px;width:900px";
  document.body.append(host);
  const stop = render(
    () => (
      <VirtualTable
        label="Things"
        rows={rows()}
        rowId={(row) => row.id}
        columns={[
          { id: "name", head: "Name", width: "1fr", sortable: true, cell: (row) => row().name },
          {
            id: "count",
            head: "Count",
            width: "6rem",
            align: "end",
            hideBelow: 600,
            cell: (row) => row().count,
          },
        ]}
        sort={sort()}
        onSort={setSort}
        onOpen={(row) => opened.push(row.id)}
        selected={selected()}
        onSelect={options.selectable === true ? setSelected : undefined}
        empty={<p>Nothing here</p>}
      />
    ),
    host,
  );
  dispose = () => {
    stop();
    host.remove();
  };
  const grid = host.querySelector<HTMLElement>("[role=grid]");
  if (grid === null) throw new Error("the grid is there");
  return { host, grid, opened, setRows, sort, selected };
};

const bodyRows = (host: HTMLElement): readonly HTMLElement[] => [
  ...host.querySelectorAll<HTMLElement>("[data-index]"),
];

describe("the virtual table", () => {
  test("50,000 rows put only what is visible into the page", () => {
    const { host, grid } = mount({ count: 50_000 });
    expect(grid.getAttribute("aria-rowcount")).toBe("50001");
    expect(bodyRows(host).length).toBeGreaterThan(10);
    expect(bodyRows(host).length).toBeLessThan(60);
  });

  test("of 50,000 rows that are found when asked for, only those that are drawn are asked for", async () => {
    const all = rowsOf(50_000);
    let asked = 0;
    const found = (name: string): RowList<Row> => ({
      length: all.length,
      at: (index) => {
        asked += 1;
        const row = all[index];
        return row === undefined ? undefined : { ...row, name: `${name} ${index}` };
      },
    });
    const { host, setRows } = mount({ count: 0, rows: found("First") });
    expect(bodyRows(host)[3]?.textContent).toContain("First 3");
    setRows(found("Second"));
    await expect.poll(() => bodyRows(host)[3]?.textContent).toContain("Second 3");
    setRows({ ...found("Third"), length: 49_999 });
    await expect.poll(() => bodyRows(host)[3]?.textContent).toContain("Third 3");
    expect(asked).toBeLessThan(500);
  });

  test("the keyboard moves one cursor to the end and back, and Enter opens", async () => {
    const { host, grid, opened } = mount({ count: 5_000 });
    grid.focus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(opened).toEqual(["r2"]);
    await userEvent.keyboard("{End}");
    await expect.poll(() => bodyRows(host).some((row) => row.dataset["index"] === "4999")).toBe(true);
    const active = grid.getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.dataset["index"]).toBe("4999");
    await userEvent.keyboard("{Enter}");
    expect(opened).toEqual(["r2", "r4999"]);
  });

  test("a head asks for the other order and tells which holds", async () => {
    const { host, sort } = mount({ count: 10 });
    const head = host.querySelector("[role=columnheader]");
    expect(head?.getAttribute("aria-sort")).toBe("ascending");
    await userEvent.click(head?.querySelector("button") ?? host);
    expect(sort()).toEqual({ column: "name", descending: true });
    expect(head?.getAttribute("aria-sort")).toBe("descending");
  });

  test("Space selects, the box in the head selects all", async () => {
    const { host, grid, selected } = mount({ count: 40, selectable: true });
    grid.focus();
    await userEvent.keyboard(" {ArrowDown} ");
    expect([...selected()]).toEqual(["r0", "r1"]);
    const all = host.querySelector<HTMLElement>("[role=columnheader] input");
    await userEvent.click(all ?? host);
    expect(selected().size).toBe(40);
  });

  test("a changed row is drawn anew, an empty table says so", async () => {
    const { host, setRows } = mount({ count: 3 });
    setRows([{ id: "r0", name: "Renamed", count: 1 }]);
    await expect.poll(() => bodyRows(host)[0]?.textContent).toContain("Renamed");
    setRows([]);
    await expect.poll(() => host.textContent).toContain("Nothing here");
  });

  test("every group of rows holds a row, whether there are things or not", async () => {
    const { host, setRows } = mount({ count: 3 });
    const groups = (): readonly Element[] => [...host.querySelectorAll("[role=rowgroup]")];
    const isSound = (): boolean =>
      groups().length > 0 && groups().every((group) => group.querySelector("[role=row]") !== null);
    expect(isSound()).toBe(true);
    setRows([]);
    await expect.poll(() => host.textContent).toContain("Nothing here");
    expect(isSound()).toBe(true);
  });

  test("a row is marked as the keyboard's only while the table has the keyboard", async () => {
    const { host, grid } = mount({ count: 3 });
    const ground = (): string =>
      getComputedStyle(bodyRows(host)[0]?.firstElementChild ?? host).backgroundColor;
    const resting = ground();
    await userEvent.keyboard("{Tab}");
    grid.focus();
    expect(ground()).not.toBe(resting);
    grid.blur();
    expect(ground()).toBe(resting);
  });

  test("columns leave when the table is narrow", async () => {
    const { host } = mount({ count: 3 });
    expect(host.querySelectorAll("[role=columnheader]")).toHaveLength(2);
    host.style.width = "400px";
    await expect.poll(() => host.querySelectorAll("[role=columnheader]").length).toBe(1);
  });
});
