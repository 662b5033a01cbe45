/** What is read is booked, or names a piece to a dialog that asks for one: never both. */
import { expect, test } from "vitest";
import { createReading } from "#client/features/scanning/reading";

const tag = (n: number): string => `3034257BF468D4800000${n.toString(16).padStart(4, "0").toUpperCase()}`;

const reader = () => {
  const booked: string[] = [];
  let run: (() => void) | undefined;
  const reading = createReading({
    after: (_ms, work) => {
      run = work;
      return () => (run = undefined);
    },
    about: () => "out gala",
    onTags: (batch) => booked.push(`tags ${batch.join()}`),
    onCode: (text, origin) => booked.push(`${origin} ${text}`),
  });
  return { reading, booked, silence: () => run?.() };
};

test("[SCN-13] [SCN-18] while a dialog asks for a piece, tags and codes name it and nothing is booked behind it", () => {
  const { reading, booked, silence } = reader();
  const named: string[] = [];
  const end = reading.handTo((text) => named.push(text));
  reading.wedge(tag(1));
  silence();
  reading.wedge("MEGA-0001");
  reading.camera("MEGA-0002");
  expect(named).toEqual([tag(1), "MEGA-0001", "MEGA-0002"]);
  expect(booked).toEqual([]);

  end();
  reading.wedge(tag(1));
  silence();
  reading.wedge("MEGA-0001");
  reading.camera("MEGA-0002");
  expect(booked).toEqual([`tags ${tag(1)}`, "wedge MEGA-0001", "camera MEGA-0002"]);
  expect(named).toHaveLength(3);
});

test("[SCN-13] [SCN-18] what was swept before the dialog came is booked as it was meant", () => {
  const { reading, booked, silence } = reader();
  reading.wedge(tag(1));
  const end = reading.handTo(() => undefined);
  silence();
  expect(booked).toEqual([`tags ${tag(1)}`]);
  end();
});

test("[SCN-13] a dialog that ends late takes nothing from the one that followed it", () => {
  const { reading } = reader();
  const named: string[] = [];
  const first = reading.handTo(() => named.push("first"));
  const second = reading.handTo(() => named.push("second"));
  first();
  reading.wedge("MEGA-0001");
  expect(named).toEqual(["second"]);
  second();
});
