import { createHmac, randomBytes } from "crypto";
import * as fs from "fs";
import * as path from "path";
import type { Properties, Value } from "./rules";
import { isObject, mapValues, type Steps } from "./values";
import { readWhole } from "./whole-file";

const PREFIX = "hash:";

/**
 * Keeps secret values out of the store: what is written is a keyed hash, which can be compared and not read. The key is
 * random, made once per store.
 */
export class SecretHash {
  private key: Buffer | undefined;

  /** @param home The store's folder; the key is its file `secret.key`. */
  constructor(private readonly home: string) {}

  hash(value: Value): string {
    const digest = createHmac("sha256", this.secretKey()).update(JSON.stringify(value)).digest("hex");
    return `${PREFIX}${digest}`;
  }

  /** The properties with the values at these places hashed. */
  hideAll(properties: Properties, secrets: readonly Steps[]): Properties {
    if (secrets.length === 0) return properties;
    const places = new Set(secrets.map((steps) => JSON.stringify(steps)));
    const visit = (value: Value, steps: Steps): Value => {
      if (places.has(JSON.stringify(steps))) return isHash(value) ? value : this.hash(value);
      if (Array.isArray(value)) return value.map((element, index) => visit(element, [...steps, index]));
      return isObject(value) ? mapValues(value, (child, key) => visit(child, [...steps, key])) : value;
    };
    return mapValues(properties, (value, key) => visit(value, [key]));
  }

  private secretKey(): Buffer {
    if (this.key !== undefined) return this.key;
    const file = path.join(this.home, "secret.key");
    if (readWhole(file) === undefined) {
      fs.mkdirSync(this.home, { recursive: true });
      const ticket = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
      fs.writeFileSync(ticket, randomBytes(32).toString("hex"), { mode: 0o600 });
      try {
        fs.linkSync(ticket, file);
      } catch {
        // Another process made the key first: its key is the store's.
      }
      fs.rmSync(ticket, { force: true });
    }
    this.key = Buffer.from(fs.readFileSync(file, "utf8"), "hex");
    return this.key;
  }
}

export function isHash(value: Value | undefined): value is string {
  return typeof value === "string" && value.startsWith(PREFIX) && value.length === PREFIX.length + 64;
}
