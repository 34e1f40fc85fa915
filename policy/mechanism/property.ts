/** Thrown when a rule asks for a value that the engine can't know before the update. */
export class NotYetKnown extends Error {
  /** What the policy SDK threw; thrown on, it becomes the SDK's own advisory message. */
  override readonly cause: unknown;

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`${path} is not known before the update`);
    this.cause = cause;
  }
}

/** Thrown when a value can't be understood, for example a policy document that is not JSON. */
export class Unreadable extends Error {}

class Unknown {
  constructor(readonly cause: unknown) {}
}

/**
 * A resource's property, read safely: absent, `null`, a single element where a list is usual, numbers and booleans given as
 * text, and values that are unknown during a preview all have one meaning each.
 */
export class Property {
  /**
   * @param value What the policy SDK gives: plain JSON behind a proxy that throws when an unknown value is touched.
   * @param path Where it is, for messages: `ingress[0].cidrBlocks`.
   */
  constructor(
    private readonly value: unknown,
    readonly path = "",
  ) {}

  /** The property below this one; absent when this is not an object. */
  get(name: string): Property {
    const path = this.path === "" ? name : `${this.path}.${name}`;
    const value = this.known();
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? touch(() => Reflect.get(value, name), path)
      : new Property(undefined, path);
  }

  /** The elements of a list; a single value is a list of one, an absent one is empty. */
  items(): Property[] {
    const value = this.known();
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return [this];
    return Array.from({ length: value.length }, (_, index) =>
      touch(() => Reflect.get(value, index), `${this.path}[${String(index)}]`),
    );
  }

  /** The names and values of an object. */
  entries(): [string, Property][] {
    const value = this.known();
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value).map((name): [string, Property] => [name, this.get(name)])
      : [];
  }

  /** The text; numbers and booleans as they are written. Absent for anything else. */
  text(): string | undefined {
    const value = this.known();
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
  }

  number(): number | undefined {
    const text = this.text();
    return text === undefined || text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
  }

  flag(): boolean | undefined {
    const text = this.text()?.toLowerCase();
    return text === "true" ? true : text === "false" ? false : undefined;
  }

  /** A document given as JSON text or as an object. Throws `Unreadable` for text that is not JSON. */
  json(): Property {
    const value = this.known();
    if (typeof value !== "string" || value.trim() === "") return this;
    try {
      const parsed: unknown = JSON.parse(value);
      return new Property(parsed, this.path);
    } catch {
      throw new Unreadable(`${this.path} is not valid JSON`);
    }
  }

  /**
   * Whether there is a value. One that is unknown in a preview counts as set, because it is a reference to something that
   * is yet to be made; at update the real value is judged before the resource is created.
   */
  isSet(): boolean {
    if (this.value instanceof Unknown) return true;
    const { value } = this;
    return (
      value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)
    );
  }

  /** Whether the value can be read at all. */
  isKnown(): boolean {
    return !(this.value instanceof Unknown);
  }

  private known(): unknown {
    if (this.value instanceof Unknown) throw new NotYetKnown(this.path, this.value.cause);
    return this.value;
  }
}

function touch(read: () => unknown, path: string): Property {
  try {
    return new Property(read(), path);
  } catch (error) {
    return new Property(new Unknown(error), path);
  }
}
