/** In the quiet afterwards: an edit and its undo leave everything as it was, here and elsewhere; so does a restart. */
import { editProduct, product } from "#shared/domain/inventory";
import { cardsOn } from "./check-log";
import type { NaiveLog } from "./check-log";
import { rightsIn } from "./check-rights";
import { firstDifference, rowsOn } from "./check-replicas";
import type { Run } from "./run";

export const checkUndo = async (run: Run, log: NaiveLog): Promise<readonly string[]> => {
  const { world, plan } = run;
  const found: string[] = [];
  const { restricted } = rightsIn(run);
  const sound = run.devices.filter(
    (device, at) =>
      !log.removed.has(at) &&
      run.ledger.omitted[at]?.size === 0 &&
      !restricted.has(at) &&
      cardsOn(device.disk).every(({ stopped }) => stopped === undefined),
  );
  const device = sound[plan.seed % Math.max(1, sound.length)];
  const other = sound.find((one) => one !== device);
  const replica = device?.process()?.replica;
  const aProduct = [...(replica?.rows.all(product).values() ?? [])].findLast(
    ({ removedAt }) => removedAt === undefined,
  );
  if (device === undefined || replica === undefined || aProduct === undefined) return found;
  const before = withoutConflicts(rowsOn(device));
  const running = replica.run(editProduct, {
    product: aProduct.id,
    values: { name: "Probe", weightG: 77_777 },
  });
  await world.time.advance(5_000);
  const edited = await running;
  if (!edited.ok || edited.value.change === null)
    return [
      `${device.name} cannot edit in quiet times: ${JSON.stringify(edited.ok ? "no change" : edited.error)}`,
    ];
  if (other !== undefined && !rowsOn(other).includes("Probe"))
    found.push(`${other.name} does not see the edit`);
  const undoing = replica.undo(edited.value.change);
  await world.time.advance(5_000);
  const undone = await undoing;
  if (!undone.ok || undone.value.kept > 0) found.push(`${device.name} cannot undo in quiet times`);
  for (const one of [device, other]) {
    if (one === undefined) continue;
    const after = withoutConflicts(rowsOn(one));
    if (after !== before) found.push(`${one.name}: undo left something: ${firstDifference(after, before)}`);
  }
  const rows = rowsOn(device);
  device.kill();
  // Without the relay, so that what it shows comes from its own disk and nothing new happens.
  device.isOnline = false;
  await device.start();
  await world.time.advance(1_000);
  if (rowsOn(device) !== rows)
    found.push(`${device.name} shows other rows after a restart: ${firstDifference(rowsOn(device), rows)}`);
  return found;
};

/** An edit settles what devices disagreed on in its field, and undo does not bring the quarrel back. */
const withoutConflicts = (rows: string): string =>
  JSON.stringify(JSON.parse(rows, (key, value: unknown) => (key === "conflicts" ? undefined : value)));
