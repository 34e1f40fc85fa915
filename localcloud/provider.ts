import { randomUUID } from "crypto";
import type { Clock } from "./clock";
import { judgeRegion, type Configuration } from "./configuration";
import type { Call, Faults, Operation } from "./faults";
import { differences, type Change } from "./interpreter/difference";
import { judgeInputs, judgeUnseen } from "./interpreter/input-rules";
import { autoname, DEFAULTS, nameProperty, wasAutonamed, type NameRequest } from "./interpreter/name";
import {
  sharedOutputs,
  identifyingInputs,
  makeOutputs,
  previewOutputs,
  previewUpdate,
  type OutputRequest,
} from "./interpreter/outputs";
import type { Rulebook } from "./interpreter/rulebook";
import { StoreWorld } from "./interpreter/world";
import { contentsOf, judgeDeletion, judgeInWorld } from "./interpreter/world-rules";
import type {
  Check,
  EveryResource,
  Problem,
  Properties,
  ResourceRules,
  StoredResource,
  Value,
  World,
} from "./rules";
import type { Catalog, CatalogEntry } from "./schema/catalog";
import { existingPlaces, maskSecrets, restoreSecrets, secretPlaces, withOldSecrets } from "./secrets";
import type { TypeSchema } from "./schema/type-schema";
import type { Store, StoreRecord } from "./store";
import {
  equal,
  isObject,
  isUnknown,
  mapValues,
  unwrap,
  wrapSecrets,
  type Steps,
  type Unwrapped,
} from "./values";

/** Which resource a call is about. */
export interface Subject {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
}

/** An error whose message is for the user and needs no trace. */
export class Refusal extends Error {}

/** A hundred years. */
const FOR_EVER_DAYS = 36_500;

/** The resources of a local cloud that live in its store: what the engine asks a provider to do. */
export class CloudProvider {
  constructor(
    private readonly book: Rulebook,
    private readonly catalog: Catalog,
    private readonly store: Store,
    private readonly faults: Faults,
    private readonly clock: Clock,
    private readonly configuration: () => Configuration,
  ) {}

  /** The inputs as the cloud would take them (named, tagged), and everything that is wrong with them. */
  async check(
    subject: Subject,
    old: Properties,
    wire: Properties,
    naming: Pick<NameRequest, "seed" | "autonaming">,
  ): Promise<{ inputs: Properties; problems: Problem[] }> {
    const entry = await this.entry(subject.type);
    const rules = this.book.resource(subject.type);
    const { properties, secrets } = unwrap(wire);
    const problems = entry.validate(properties);
    const { every } = this.book.rules;
    const has = (name: string, as?: "input"): boolean =>
      entry.schema.inputs.properties?.[name] !== undefined ||
      (as === undefined && entry.schema.outputs[name] !== undefined);
    let inputs = every?.prepare?.(properties, has, this.world(properties)) ?? properties;
    const property = nameProperty(entry.schema, rules?.name);
    if (property !== undefined) {
      inputs = autoname(inputs, property, rules?.name, {
        logicalName: subject.name,
        old: unwrap(old).properties,
        ending: every?.autoName,
        ...naming,
      });
    }
    problems.push(...(await judgeRegion(this.catalog, inputs["region"], false, this.book.rules.regions)));
    const world = this.world(inputs);
    for (const check of everyChecks(every, subject.type)) problems.push(...judgeUnseen(check, inputs, world));
    if (rules !== undefined) problems.push(...judgeInputs(rules, inputs, world));
    const places = existingPlaces(inputs, secrets);
    return {
      inputs: wrapSecrets(inputs, places),
      problems: maskSecrets(problems, { properties: inputs, secrets: places }, rules),
    };
  }

  /** What changes between old and new inputs, and whether that needs a new resource. */
  async diff(
    subject: Subject,
    oldWire: Properties,
    wire: Properties,
    ignore: readonly string[],
    oldOutputs: Properties = {},
  ): Promise<{ changes: Change[]; deleteBeforeReplace: boolean; stable: string[] }> {
    const { schema } = await this.entry(subject.type);
    const rules = this.book.resource(subject.type);
    const old = unwrap(oldWire).properties;
    const inputs = unwrap(wire).properties;
    const changes = differences(old, inputs, {
      immutable: [
        ...schema.immutable,
        ...(rules?.immutable ?? []),
        ...identifyingInputs(schema, rules),
        ...(this.book.rules.every?.immutable ?? []),
        "region",
      ],
      mutable: rules?.mutable ?? [],
      ignore,
    });
    const world = this.world(inputs);
    changes.push(
      ...outdated({ schema, rules, every: this.book.rules.every, inputs, world }, oldOutputs, ignore),
    );
    const stable = schema.outputs["arn"] === undefined ? ["id"] : ["id", "arn"];
    return { changes, deleteBeforeReplace: deletesFirst(rules, old, inputs), stable };
  }

  async create(
    subject: Subject,
    wire: Properties,
    preview: boolean,
  ): Promise<{ id: string; outputs: Properties }> {
    const { schema } = await this.entry(subject.type);
    const rules = this.book.resource(subject.type);
    const unwrapped = unwrap(wire);
    const inputs = unwrapped.properties;
    const world = this.world(inputs);
    const { every } = this.book.rules;
    if (preview) {
      const outputs = previewOutputs({ schema, rules, every, inputs, world });
      return { id: "", outputs: wrapSecrets(outputs, this.secretPlaces(unwrapped, outputs, rules, schema)) };
    }
    return this.faults.around(call(subject, "create"), async () => {
      const made = await this.store.exclusively(() => {
        refuse(this.judgeMade(subject.type, unwrapped, world, undefined), `creating ${subject.type}`);
        const request = { schema, rules, every, inputs, world, old: undefined };
        const fresh = randomUUID();
        const made = makeOutputs({ ...request, seed: fresh });
        const twin = this.stored(subject.type, made.id, world.partition);
        if (twin !== undefined && rules?.shared?.(twin) !== true)
          throw new Refusal(`creating ${subject.type}: AlreadyExists: '${made.id}' exists already`);
        const seed = twin?.seed ?? fresh;
        const { id, outputs } = twin === undefined ? made : makeOutputs({ ...request, seed });
        const secrets = this.secretPlaces(unwrapped, outputs, rules, schema);
        const { partition } = world;
        this.put({ type: subject.type, id, region: partition, seed, inputs, outputs }, unwrapped, secrets);
        return { id, outputs: wrapSecrets(outputs, secrets) };
      });
      await this.clock.pass(rules?.seconds?.create ?? 0);
      return made;
    });
  }

  async update(
    subject: Subject,
    id: string,
    oldOutputs: Properties,
    oldInputs: Properties,
    wire: Properties,
    preview: boolean,
  ): Promise<Properties> {
    const { schema } = await this.entry(subject.type);
    const rules = this.book.resource(subject.type);
    const before = unwrap(oldOutputs);
    const given = withOldSecrets(unwrap(wire), before);
    const inputs = given.properties;
    const { every } = this.book.rules;
    const world = this.world(before.properties["region"] === undefined ? inputs : before.properties);
    const known = {
      type: subject.type,
      id,
      region: world.partition,
      inputs: unwrap(oldInputs).properties,
      outputs: before.properties,
    };
    const seal = (outputs: Properties): Properties =>
      wrapSecrets(outputs, this.secretPlaces(given, outputs, rules, schema));
    if (preview) {
      const seed = this.store.get(subject.type, id, world.partition)?.seed ?? id;
      return seal(previewUpdate({ schema, rules, every, inputs, world, seed, old: known }));
    }
    return this.faults.around(call(subject, "update"), async () => {
      const outputs = await this.store.exclusively(() => {
        const stored = this.stored(subject.type, id, world.partition);
        if (stored === undefined) {
          throw new Refusal(
            `updating ${subject.type}: NotFound: '${id}' does not exist any more; run \`pulumi refresh\``,
          );
        }
        refuse(this.judgeMade(subject.type, given, world, stored), `updating ${subject.type} ${id}`);
        const request: OutputRequest = { schema, rules, every, inputs, world, seed: stored.seed, old: known };
        const made = makeOutputs(request).outputs;
        const secrets = this.secretPlaces(given, made, rules, schema);
        this.put({ ...stored, inputs, outputs: made }, given, secrets);
        return made;
      });
      await this.clock.pass(rules?.seconds?.update ?? 0);
      return seal(outputs);
    });
  }

  /** The resource as it is now; `undefined` when it is gone. Without old inputs it is an import. */
  async read(
    subject: Subject,
    id: string,
    oldOutputs: Properties,
    oldInputs: Properties,
  ): Promise<{ inputs: Properties; outputs: Properties } | undefined> {
    const { schema } = await this.entry(subject.type);
    return this.faults.around(call(subject, "read"), () => {
      const before = unwrap(oldOutputs);
      const { partition } = this.world(before.properties);
      const stored = this.stored(subject.type, id, partition);
      if (stored === undefined) return Promise.resolve(undefined);
      const given = unwrap(oldInputs);
      const imported = Object.keys(given.properties).length === 0;
      const outputs = restoreSecrets(stored.outputs, before, this.store.secrets);
      const names = imported ? Object.keys(stored.inputs) : Object.keys(given.properties);
      // The cloud may answer in another form than it was asked in: what is as it was stays as the program wrote it, its
      // secrets marked as such.
      const asBefore = (name: string): boolean =>
        name === DEFAULTS || (!imported && equal(before.properties[name], stored.outputs[name]));
      const inputs = Object.fromEntries(
        names.flatMap((name) => {
          const value = asBefore(name) ? oldInputs[name] : asGiven(stored.inputs[name], stored.outputs[name]);
          return value === undefined || schemaLacks(schema.inputs.properties, name) ? [] : [[name, value]];
        }),
      );
      const harmless = (this.book.rules.every?.harmless ?? []).filter((name) =>
        schema.secretOutputs.includes(name),
      );
      return Promise.resolve({
        inputs: restoreSecrets(inputs, given, this.store.secrets),
        outputs: wrapSecrets(
          outputs,
          harmless.map((name) => [name]),
        ),
      });
    });
  }

  /** Deletes a resource; nothing happens when it is gone already. */
  async delete(subject: Subject, id: string, oldOutputs: Properties): Promise<void> {
    const rules = this.book.resource(subject.type);
    const world = this.world(unwrap(oldOutputs).properties);
    await this.faults.around(call(subject, "delete"), async () => {
      const judge = (): void => {
        const stored = this.store.get(subject.type, id, world.partition);
        if (stored !== undefined)
          refuse(judgeDeletion(this.book, stored, world), `deleting ${subject.type} ${id}`);
      };
      await this.store.exclusively(judge);
      await this.clock.pass(rules?.seconds?.delete ?? 0);
      await this.store.exclusively(() => {
        judge();
        const stored = this.store.get(subject.type, id, world.partition);
        if (stored === undefined) return;
        for (const each of [...contentsOf(this.book, stored, world), stored]) {
          const table = this.book.resource(each.type);
          const days =
            table?.shared?.(each) === true ? FOR_EVER_DAYS : (table?.recoveryDays?.(each, world) ?? 0);
          this.store.remove(each.type, each.id, each.region, days);
        }
      });
    });
  }

  /** A resource that exists; what everybody shares does so although somebody deleted it. */
  private stored(type: string, id: string, partition: string): StoreRecord | undefined {
    const shared = this.book.resource(type)?.shared;
    const left = shared === undefined ? [] : this.store.listDeleted(type, partition);
    return (
      this.store.get(type, id, partition) ?? left.find((resource) => resource.id === id && shared?.(resource))
    );
  }

  /** Answers a data source. */
  async invoke(token: string, wire: Properties): Promise<Properties> {
    const inputs = unwrap(wire).properties;
    const rule = this.book.function(token);
    if (rule === undefined) {
      throw new Refusal(
        `The local ${this.catalog.sdk.package} cannot answer ${token}: add it to \`functions\` in its rules (docs/local-clouds.md).`,
      );
    }
    const result = await this.faults.around({ operation: "invoke", type: token, name: "" }, () =>
      Promise.resolve(rule.result(inputs, this.world(inputs))),
    );
    if (isProblem(result)) throw new Refusal(`${token}: ${result.path}: ${result.reason}`);
    return result;
  }

  private async entry(type: string): Promise<CatalogEntry> {
    const entry = await this.catalog.find(type);
    if (entry === undefined) {
      const { sdk } = this.catalog;
      throw new Refusal(`@pulumi/${sdk.package} ${sdk.version} has no resource type ${type}.`);
    }
    return entry;
  }

  private world(inputs: Properties): World {
    const configuration = this.configuration().inputs;
    const place = this.book.rules.place?.(inputs, configuration);
    if (place !== undefined)
      return new StoreWorld(this.store, place.account, place.region, configuration, place.partition);
    const own = inputs["region"];
    const region =
      typeof own === "string" && !isUnknown(own) && own !== "" ? own : this.configuration().region;
    return new StoreWorld(
      this.store,
      this.book.rules.account,
      region === "" ? "global" : region,
      configuration,
    );
  }

  /** Where outputs are secret; what only the SDK calls so is marked, but leads to nothing else. */
  private secretPlaces(
    given: Unwrapped,
    outputs: Properties,
    rules: ResourceRules | undefined,
    schema: TypeSchema,
  ): Steps[] {
    const harmless = this.book.rules.every?.harmless ?? [];
    if (harmless.length === 0) return secretPlaces(given, outputs, rules, schema);
    const counts = ([first]: Steps): boolean => !harmless.includes(String(first));
    const places = secretPlaces(
      { properties: given.properties, secrets: given.secrets.filter(counts) },
      outputs,
      rules,
      { ...schema, secretOutputs: schema.secretOutputs.filter((name) => !harmless.includes(name)) },
    );
    const marked = harmless.filter(
      (name) => schema.secretOutputs.includes(name) && outputs[name] !== undefined,
    );
    return [...places, ...marked.map((name) => [name])];
  }

  /** What the cloud refuses when it is asked to make this: what holds for every type, and the type's own rules. */
  private judgeMade(
    type: string,
    given: Unwrapped,
    world: World,
    self: StoredResource | undefined,
  ): Problem[] {
    const rules = this.book.resource(type);
    const problems = [
      ...everyChecks(this.book.rules.every, type).flatMap((check) => check(given.properties, world, self)),
      ...(rules === undefined ? [] : judgeInWorld(rules, given.properties, world, self)),
    ];
    return maskSecrets(problems, given, rules);
  }

  private put(record: StoreRecord, given: Unwrapped, secrets: Unwrapped["secrets"]): void {
    const harmless = this.book.rules.every?.harmless ?? [];
    const places = [...secrets, ...given.secrets].filter(([first]) => !harmless.includes(String(first)));
    this.store.put({
      ...record,
      inputs: this.store.secrets.hideAll(record.inputs, places),
      outputs: this.store.secrets.hideAll(record.outputs, places),
    });
  }
}

const call = (subject: Subject, operation: Operation): Call => ({ operation, ...subject });

const isProblem = (result: Properties | Problem): result is Problem =>
  typeof result.path === "string" && typeof result.reason === "string";

const schemaLacks = (properties: object | undefined, name: string): boolean =>
  name !== DEFAULTS && name !== "tagsAll" && (properties === undefined || !(name in properties));

/** An output in the shape of the input: without what the cloud adds within it, with what it never gives back. */
function asGiven(input: Value | undefined, output: Value | undefined): Value | undefined {
  if (isObject(input) && isObject(output))
    return mapValues(input, (value, key) => asGiven(value, output[key]) ?? value);
  if (Array.isArray(input) && Array.isArray(output) && input.length === output.length)
    return output.map((value, index) => asGiven(input[index], value) ?? value);
  return output;
}

/** A fixed physical name can't exist twice: the old one must go first, as the bridged providers decide it. */
function deletesFirst(rules: ResourceRules | undefined, old: Properties, inputs: Properties): boolean {
  if (rules?.deleteBeforeReplace === true) return true;
  if (rules?.name === undefined || rules.name.unique === "none") return false;
  const { property } = rules.name;
  const name = inputs[property];
  return name !== undefined && !wasAutonamed(inputs, property) && equal(name, old[property]);
}

/** A package's own checks, as checks of one type. */
function everyChecks(every: EveryResource | undefined, type: string): Check[] {
  const checks = every?.check;
  if (checks === undefined) return [];
  const all = typeof checks === "function" ? [checks] : checks;
  return all.map((check) => (inputs, world) => check(inputs, world, type));
}

/** Shared outputs that are not any more what inputs and configuration make of them. */
function outdated(
  request: Omit<OutputRequest, "old" | "seed">,
  oldOutputs: Properties,
  ignore: readonly string[],
): Change[] {
  const old = unwrap(oldOutputs).properties;
  const shared = sharedOutputs(request, "", old);
  return (request.every?.compared ?? []).flatMap((name) => {
    const now = shared[name];
    if (now === undefined || isUnknown(now) || old[name] === undefined || equal(now, old[name])) return [];
    return ignore.includes(name)
      ? []
      : [{ path: name, steps: [name], kind: "update" as const, replace: false }];
  });
}

/** @throws With all problems, when there are any. */
function refuse(problems: readonly Problem[], doing: string): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
  throw new Refusal(
    lines.length === 1 ? `${doing}: ${lines[0] ?? ""}` : `${doing}:\n  - ${lines.join("\n  - ")}`,
  );
}
