import { addFaultEntry, fault, undoFaultEntry } from "#shared/domain/maintenance";
import type { FaultCase, FaultId, NewEntry } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { filesMessages } from "#client/features/files";
import type { FactFiles, ShownOwner } from "#client/features/files";
import { showToast } from "#client/ui/toast";

/** Photos of a fault are facts as it is itself: whoever may report may add some. */
export const faultOwner = (id: FaultId): ShownOwner => ({
  ...{ thing: thingOf(id), type: fault, id, on: "movements", isFact: true },
});

/** What is said of its photos stands among everything else that is said of the fault. */
export const createFaultPhotos = (of: () => FaultCase): FactFiles => {
  const t = useText(filesMessages);
  const commands = useCommands();
  const say = (entry: NewEntry) => commands.runCommand(addFaultEntry, { fault: of().fault.id, entry });
  return {
    captionOf: (photo) => of().photos.get(photo)?.caption,
    isRemoved: (photo) => of().photos.get(photo)?.isRemoved === true,
    describe: async (photo, caption) => {
      await say({ photo, caption });
    },
    remove: async (photo, name) => {
      const about = of().fault.id;
      const done = await say({ photo, isPhotoRemoved: true });
      if (!done.ok) return;
      const entry = { id: done.value.value, fault: about };
      const takeBack = (): void => void commands.runCommand(undoFaultEntry, { entry });
      showToast({ text: t("removed", { name }), action: { label: t("takeBack"), onSelect: takeBack } });
    },
  };
};
