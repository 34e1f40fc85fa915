import type { Readable } from "node:stream";
import { AzureBlobDestination } from "./azure-blob-destination";
import { CloudStorageDestination } from "./cloud-storage-destination";
import { FileDestination } from "./file-destination";
import { S3Destination } from "./s3-destination";

/** A place that keeps dumps. Another cloud's store is one more class and one more line in `openers`. */
export interface Destination {
  /**
   * Stores all of a stream under a name, or nothing: when the stream or the store fails, the name stays free. Never
   * replaces what is already there.
   */
  write(name: string, content: Readable): Promise<void>;
  /** @throws Error when there is nothing of this name */
  read(name: string): Promise<Readable>;
  /** Names that begin with this text. */
  list(beginning: string): Promise<string[]>;
}

const openers: Readonly<Record<string, (url: URL) => Destination>> = {
  "s3:": (url) => new S3Destination(url),
  "gs:": (url) => new CloudStorageDestination(url),
  "file:": (url) => new FileDestination(url),
  "https:": (url) => new AzureBlobDestination(url),
};

/**
 * Opens `s3://BUCKET/FOLDER`, `gs://BUCKET/FOLDER`, `file:///FOLDER` or `https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER`.
 *
 * @throws Error that says which kinds there are
 */
export function openDestination(text: string): Destination {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const open = url && openers[url.protocol];
  if (!url || !open)
    throw new Error(
      `BACKUP_DESTINATION must begin with one of ${Object.keys(openers)
        .map((protocol) => `${protocol}//`)
        .join(", ")}`,
    );
  return open(url);
}
