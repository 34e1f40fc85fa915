import { createReadStream, createWriteStream } from "node:fs";
import { access, link, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { Destination } from "./destination";

/** A folder of this machine or of a mounted volume. */
export class FileDestination implements Destination {
  private readonly folder: string;

  constructor(url: URL) {
    this.folder = fileURLToPath(url);
  }

  async write(name: string, content: Readable): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const partial = join(this.folder, `.${name}.partial`);
    try {
      await pipeline(content, createWriteStream(partial, { mode: 0o600, flush: true }));
      // A link fails where the name exists; a rename would replace it.
      await link(partial, join(this.folder, name));
      await this.flush();
    } finally {
      await rm(partial, { force: true });
    }
  }

  async read(name: string): Promise<Readable> {
    const path = join(this.folder, name);
    await access(path);
    return createReadStream(path);
  }

  async list(beginning: string): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => name.startsWith(beginning));
  }

  /** Makes the new name survive a power cut. */
  private async flush(): Promise<void> {
    const folder = await open(this.folder);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
