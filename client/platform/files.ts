/** Choosing files, reading what was dropped, and saving a file. */

export interface PickOptions {
  /** As the `accept` attribute: `.csv,.mvr`. Everything when absent. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Where there is a camera, open it instead of the choice. */
  readonly camera?: boolean;
  /** Choose a folder; its files come with their relative paths. */
  readonly folder?: boolean;
}

export interface PickedFile {
  readonly file: File;
  /** Path inside the chosen folder, else the file's name. Text from outside: show it, never follow it. */
  readonly path: string;
}

/** Opens the file dialog. Call in a handler of the person's action. Empty when nothing was chosen. */
export const pickFiles = (options: PickOptions = {}): Promise<readonly PickedFile[]> =>
  new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = options.multiple ?? false;
    if (options.accept !== undefined) input.accept = options.accept;
    if (options.camera === true) input.capture = "environment";
    if (options.folder === true) input.webkitdirectory = true;
    const finish = (): void => resolve(Array.from(input.files ?? [], asPicked));
    input.addEventListener("change", finish, { once: true });
    input.addEventListener("cancel", () => resolve([]), { once: true });
    input.click();
  });

/** Every file of a drop, folders walked through. Call at once in the drop handler: the transfer is empty later. */
export const droppedFiles = async (transfer: DataTransfer): Promise<readonly PickedFile[]> => {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0) return Array.from(transfer.files, asPicked);
  const found: PickedFile[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
};

/** Offers the bytes as a download under the name. */
export const saveFile = (name: string, contents: Blob): void => {
  const url = URL.createObjectURL(contents);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the contents once it started, which is after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

const asPicked = (file: File): PickedFile => ({
  file,
  path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath,
});

const walk = async (entry: FileSystemEntry, found: PickedFile[]): Promise<void> => {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path: entry.fullPath.replace(/^\//, "") });
  }
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  // A reader hands out at most a hundred entries at a time and ends with none.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return;
    for (const child of part) await walk(child, found);
  }
};

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
