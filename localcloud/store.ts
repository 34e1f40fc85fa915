import { createHash } from "crypto";
import * as fs from "fs";
import * as path from "path";
import { withLock } from "./lock";
import type { Properties, ResourceType, StoredResource, Value } from "./rules";
import { isHash, SecretHash } from "./secret-hash";
import { isMissing, writeWhole } from "./whole-file";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** A resource as it is kept: secret values are hashes. */
export interface StoreRecord extends StoredResource {
  /** Random text of this resource, from which its ids are made. */
  readonly seed: string;
}

/** Where the local clouds keep their state: `LOCALCLOUD_HOME`, or `.local/cloud` of the project. */
export function homeFolder(project: string = process.cwd()): string {
  return path.resolve(process.env["LOCALCLOUD_HOME"] ?? path.join(project, ".local", "cloud"));
}

/**
 * The state of one local cloud: one JSON file per resource under `HOME/PACKAGE/REGION/TYPE/ID.json`. Files are replaced
 * whole, so a `kill -9` leaves the old or the new state. Several processes may use it at once: what must hold together
 * (a uniqueness check and the write that follows) runs under {@link exclusively}.
 */
export class Store {
  readonly secrets: SecretHash;
  private readonly root: string;
  /** Deleted resources that can still be recovered. */
  private readonly graves: string;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly read = new Map<string, { stamp: string; record: StoreRecord }>();

  /**
   * @param home Folder of all local clouds; see {@link homeFolder}.
   * @param name Pulumi package, for example `aws`.
   */
  constructor(
    readonly home: string,
    name: string,
  ) {
    this.root = path.join(home, name);
    this.graves = path.join(home, `${name}.deleted`);
    this.secrets = new SecretHash(home);
  }

  /** Runs `work` while no other process does so on this home. `work` must not wait. */
  exclusively<T>(work: () => T): Promise<T> {
    fs.mkdirSync(this.home, { recursive: true });
    // Calls of one process wait for each other here, so that only one of them at a time asks for the lock's file.
    const turn = this.queue.then(() => withLock(path.join(this.home, "lock"), work));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** The resources of a type in a region, or in all; without a type, everything. In the order of their ids. */
  list(type?: ResourceType, region?: string): StoreRecord[] {
    const regions = region === undefined ? folders(this.root) : [region];
    return regions.flatMap((place) => {
      const types = type === undefined ? folders(path.join(this.root, place)) : [encode(type)];
      return types.flatMap((folder) => this.listFolder(path.join(this.root, place, folder)));
    });
  }

  /** One resource; without a region, the first that has this id. */
  get(type: ResourceType, id: string, region?: string): StoreRecord | undefined {
    const regions = region === undefined ? folders(this.root) : [region];
    for (const place of regions) {
      const record = this.readFile(this.file(type, id, place));
      if (record !== undefined) return record;
    }
    return undefined;
  }

  /** Writes a resource whole. Secrets must be hashed already. */
  put(record: StoreRecord): void {
    writeWhole(this.file(record.type, record.id, record.region), `${JSON.stringify(record, null, 2)}\n`);
  }

  /**
   * Removes a resource, for the engine or behind its back. Nothing happens when it is gone already.
   *
   * @param recoveryDays How long it still counts as recoverable (see {@link listDeleted}).
   */
  remove(type: ResourceType, id: string, region?: string, recoveryDays = 0): void {
    const record = this.get(type, id, region);
    if (record === undefined) return;
    if (recoveryDays > 0) {
      const until = Date.now() + recoveryDays * DAY_MILLISECONDS;
      const grave = path.join(this.graves, record.region, encode(type), `${encode(id)}.${until}.json`);
      writeWhole(grave, JSON.stringify(record));
    }
    fs.rmSync(this.file(type, id, record.region), { force: true });
  }

  /** Deleted resources of a type that can still be recovered. */
  listDeleted(type: ResourceType, region: string): StoreRecord[] {
    const folder = path.join(this.graves, region, encode(type));
    return entries(folder)
      .filter((name) => Number(/\.(\d+)\.json$/.exec(name)?.[1]) > Date.now())
      .flatMap((name) => this.readFile(path.join(folder, name)) ?? []);
  }

  /**
   * Changes a resource behind the engine's back, to rehearse drift.
   *
   * @param patch Properties with their new values; `null` removes one. A value in a secret's place is hashed.
   * @throws When there is no such resource.
   */
  async tamper(type: ResourceType, id: string, patch: Properties, region?: string): Promise<void> {
    await this.exclusively(() => {
      const record = this.get(type, id, region);
      if (record === undefined) throw new Error(`The local cloud has no ${type} with the id ${id}.`);
      const change = (properties: Properties, add: boolean): Properties => {
        const changed = Object.entries(patch)
          .filter(([key]) => add || key in properties)
          .map(([key, value]) => [key, this.inPlaceOf(properties[key], value)] as const);
        const result = Object.entries({ ...properties, ...Object.fromEntries(changed) });
        return Object.fromEntries(result.filter(([key]) => patch[key] !== null));
      };
      this.put({ ...record, inputs: change(record.inputs, false), outputs: change(record.outputs, true) });
    });
  }

  private inPlaceOf(old: Value | undefined, value: Value): Value {
    return isHash(old) ? this.secrets.hash(value) : value;
  }

  private file(type: ResourceType, id: string, region: string): string {
    return path.join(this.root, region, encode(type), `${encode(id)}.json`);
  }

  private listFolder(folder: string): StoreRecord[] {
    return entries(folder)
      .filter((name) => name.endsWith(".json"))
      .sort()
      .flatMap((name) => this.readFile(path.join(folder, name)) ?? []);
  }

  private readFile(file: string): StoreRecord | undefined {
    const state = fs.statSync(file, { throwIfNoEntry: false });
    if (state === undefined) return undefined;
    const stamp = `${state.mtimeMs} ${state.size} ${state.ino}`;
    const known = this.read.get(file);
    if (known?.stamp === stamp) return known.record;
    const record = parse(file, this.home);
    if (record !== undefined) this.read.set(file, { stamp, record });
    return record;
  }
}

function parse(file: string, home: string): StoreRecord | undefined {
  let problem: string;
  try {
    const record = JSON.parse(fs.readFileSync(file, "utf8")) as Partial<StoreRecord> | null;
    if (
      typeof record?.type === "string" &&
      typeof record.id === "string" &&
      record.outputs &&
      record.inputs
    ) {
      return record as StoreRecord;
    }
    problem = "it is not a resource";
  } catch (error) {
    if (isMissing(error)) return undefined;
    problem = error instanceof Error ? error.message : String(error);
  }
  throw new Error(
    `The local cloud's file ${file} is damaged (${problem}). Delete this file to lose that one resource ` +
      `(\`refresh\` then makes the state agree), or the folder ${home} to start afresh.`,
  );
}

/** A file name for any text; very long ones keep their start and get a hash. */
function encode(text: string): string {
  const name = encodeURIComponent(text).replace(
    /[.*~]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
  if (name.length <= 180) return name;
  return `${name.slice(0, 140)}-${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}

function entries(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const folders = (folder: string): string[] =>
  entries(folder)
    .filter((name) => fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true)
    .sort();
