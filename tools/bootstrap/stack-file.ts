import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { readWhole, writeWhole } from "../../localcloud/whole-file";
import { Problem } from "../engine/problem";

const namespace = "bootstrap:";
/** Where the state has moved to; absent while it is still on this machine. */
const home = "home:backend";

const content = z.looseObject({
  config: z.record(z.string(), z.unknown()).optional(),
});

/** The stack file of a bootstrap: its settings and, once its state has moved, where it has moved to. */
export class StackFile {
  readonly path: string;

  constructor(folder: string, stack: string) {
    this.path = join(folder, `Pulumi.${stack}.yaml`);
  }

  get settings(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.config).flatMap(([key, value]) =>
        key.startsWith(namespace) && typeof value === "string" ? [[key.slice(namespace.length), value]] : [],
      ),
    );
  }

  get home(): string | undefined {
    const url = this.config[home];
    return typeof url === "string" ? url : undefined;
  }

  settle(values: Readonly<Record<string, string>>): void {
    this.write(Object.fromEntries(Object.entries(values).map(([key, value]) => [namespace + key, value])));
  }

  moved(backend: string): void {
    this.write({ [home]: backend });
  }

  private get config(): Readonly<Record<string, unknown>> {
    return this.read().config ?? {};
  }

  private write(values: Readonly<Record<string, string>>): void {
    const file = this.read();
    const config = { ...file.config, ...values };
    if (Object.entries(values).every(([key, value]) => file.config?.[key] === value)) return;
    writeWhole(this.path, stringify({ ...file, config }));
  }

  private read(): z.infer<typeof content> {
    const text = readWhole(this.path);
    if (text === undefined) return {};
    try {
      return content.parse(parse(text) ?? {});
    } catch {
      throw new Problem(`${this.path} can't be read as a stack file. Nothing was changed.`);
    }
  }
}
