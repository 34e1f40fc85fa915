import { randomUUID } from "crypto";
import { Cloud } from "./cloud";
import type { Clock } from "./clock";
import type { Configuration } from "./configuration";
import type { Call, Faults, Operation } from "./faults";
import { InitializationFailure } from "./initialization";
import { everyChecks } from "./interpreter/every-check";
import { makeOutputs, previewOutputs, previewUpdate, type OutputRequest } from "./interpreter/outputs";
import { inputsReadBack } from "./interpreter/read-back";
import type { Rulebook } from "./interpreter/rulebook";
import { contentsOf, judgeDeletion, judgeInWorld } from "./interpreter/world-rules";
import { checkInputs, planChange, type Checked, type Naming, type Plan } from "./planning";
import type { Provider } from "./provider-interface";
import { Refusal, refuse } from "./refusal";
import type { Problem, Properties, StoredResource, World } from "./rules";
import type { Catalog } from "./schema/catalog";
import { followedPlaces, markedPlaces } from "./secret-marks";
import { maskSecrets, restoreSecrets, withOldSecrets } from "./secrets";
import type { Store, StoreRecord } from "./store";
import type { Subject } from "./subject";
import { Turns } from "./turns";
import { unwrap, wrapSecrets, type Unwrapped } from "./values";

/** A hundred years. */
const FOR_EVER_DAYS = 36_500;

/** The resources of a local cloud that live in its store: what the engine asks a provider to do. */
export class CloudProvider implements Provider {
  private readonly cloud: Cloud;
  private readonly turns: Turns;

  constructor(
    private readonly book: Rulebook,
    catalog: Catalog,
    private readonly store: Store,
    private readonly faults: Faults,
    private readonly clock: Clock,
    configuration: () => Configuration,
  ) {
    this.cloud = new Cloud(book, catalog, store, configuration);
    this.turns = new Turns(clock);
  }

  /** See {@link checkInputs}. */
  check(subject: Subject, old: Properties, wire: Properties, naming: Naming): Promise<Checked> {
    return checkInputs(this.cloud, subject, old, wire, naming);
  }

  /** See {@link planChange}. */
  diff(
    subject: Subject,
    oldWire: Properties,
    wire: Properties,
    ignore: readonly string[],
    oldOutputs: Properties = {},
  ): Promise<Plan> {
    return planChange(this.cloud, subject, oldWire, wire, ignore, oldOutputs);
  }

  async create(
    subject: Subject,
    wire: Properties,
    preview: boolean,
  ): Promise<{ id: string; outputs: Properties }> {
    const { schema } = await this.cloud.entry(subject.type);
    const rules = this.book.resource(subject.type);
    const unwrapped = unwrap(wire);
    const inputs = unwrapped.properties;
    const world = this.cloud.world(inputs);
    const { every } = this.book.rules;
    if (preview) {
      const outputs = previewOutputs({ schema, rules, every, inputs, world });
      return {
        id: "",
        outputs: wrapSecrets(outputs, markedPlaces(unwrapped, outputs, rules, schema, this.harmless)),
      };
    }
    return this.change(call(subject, "create"), { inputs, world }, async () => {
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
        const secrets = markedPlaces(unwrapped, outputs, rules, schema, this.harmless);
        const { partition } = world;
        this.put({ type: subject.type, id, region: partition, seed, inputs, outputs }, unwrapped, secrets);
        const resource = { type: subject.type, id, region: partition, inputs, outputs };
        const broken = rules?.broken?.(resource, world);
        return { id, outputs: wrapSecrets(outputs, secrets), broken };
      });
      await this.clock.pass(rules?.seconds?.create ?? 0);
      works(made, wire, `creating ${subject.type}`);
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
    const { schema } = await this.cloud.entry(subject.type);
    const rules = this.book.resource(subject.type);
    const before = unwrap(oldOutputs);
    const given = withOldSecrets(unwrap(wire), before);
    const inputs = given.properties;
    const { every } = this.book.rules;
    const world = this.cloud.world(before.properties["region"] === undefined ? inputs : before.properties);
    const known = {
      type: subject.type,
      id,
      region: world.partition,
      inputs: unwrap(oldInputs).properties,
      outputs: before.properties,
    };
    const seal = (outputs: Properties): Properties =>
      wrapSecrets(outputs, markedPlaces(given, outputs, rules, schema, this.harmless));
    if (preview) {
      const seed = this.store.get(subject.type, id, world.partition)?.seed ?? id;
      return seal(previewUpdate({ schema, rules, every, inputs, world, seed, old: known }));
    }
    return this.change(call(subject, "update"), { inputs, world }, async () => {
      const made = await this.store.exclusively(() => {
        const stored = this.stored(subject.type, id, world.partition);
        if (stored === undefined) {
          throw new Refusal(
            `updating ${subject.type}: NotFound: '${id}' does not exist any more; run \`pulumi refresh\``,
          );
        }
        refuse(this.judgeMade(subject.type, given, world, stored), `updating ${subject.type} ${id}`);
        const request: OutputRequest = { schema, rules, every, inputs, world, seed: stored.seed, old: known };
        const { outputs } = makeOutputs(request);
        const secrets = markedPlaces(given, outputs, rules, schema, this.harmless);
        this.put({ ...stored, inputs, outputs }, given, secrets);
        return { id, outputs: seal(outputs), broken: rules?.broken?.({ ...stored, inputs, outputs }, world) };
      });
      await this.clock.pass(rules?.seconds?.update ?? 0);
      works(made, wire, `updating ${subject.type} ${id}`);
      return made.outputs;
    });
  }

  /** The resource as it is now; `undefined` when it is gone. Without old inputs it is an import. */
  async read(
    subject: Subject,
    id: string,
    oldOutputs: Properties,
    oldInputs: Properties,
  ): Promise<{ inputs: Properties; outputs: Properties } | undefined> {
    const { schema } = await this.cloud.entry(subject.type);
    return this.faults.around(call(subject, "read"), () => {
      const before = unwrap(oldOutputs);
      const { partition } = this.cloud.world(before.properties);
      const stored = this.stored(subject.type, id, partition);
      if (stored === undefined) return Promise.resolve(undefined);
      const given = unwrap(oldInputs);
      const outputs = restoreSecrets(stored.outputs, before, this.store.secrets);
      const inputs = inputsReadBack(schema, stored, before.properties, oldInputs);
      const harmless = this.harmless.filter((name) => schema.secretOutputs.includes(name));
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
    const inputs = unwrap(oldOutputs).properties;
    const world = this.cloud.world(inputs);
    await this.change(call(subject, "delete"), { inputs, world }, async () => {
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

  /** Does a change's work when it is its turn, with the faults that are planned for it. */
  private change<T>(
    change: Call,
    { inputs, world }: { readonly inputs: Properties; readonly world: World },
    work: () => Promise<T>,
  ): Promise<T> {
    const of = this.book.resource(change.type)?.oneAtATime?.(inputs, world);
    return this.turns.take(of, () => this.faults.around(change, work));
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
        `The local ${this.cloud.catalog.sdk.package} cannot answer ${token}: add it to \`functions\` in its rules (docs/local-clouds.md).`,
      );
    }
    const result = await this.faults.around({ operation: "invoke", type: token, name: "" }, () =>
      Promise.resolve(rule.result(inputs, this.cloud.world(inputs))),
    );
    if (isProblem(result)) throw new Refusal(`${token}: ${result.path}: ${result.reason}`);
    return result;
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

  private get harmless(): readonly string[] {
    return this.book.rules.every?.harmless ?? [];
  }

  private put(record: StoreRecord, given: Unwrapped, secrets: Unwrapped["secrets"]): void {
    const places = followedPlaces([...secrets, ...given.secrets], this.harmless);
    this.store.put({
      ...record,
      inputs: this.store.secrets.hideAll(record.inputs, places),
      outputs: this.store.secrets.hideAll(record.outputs, places),
    });
  }
}

/** @throws InitializationFailure if what was made or changed is broken */
function works(
  made: { readonly id: string; readonly outputs: Properties; readonly broken: string | undefined },
  inputs: Properties,
  doing: string,
): void {
  if (made.broken !== undefined)
    throw new InitializationFailure(made.id, inputs, made.outputs, [made.broken], doing);
}

const call = (subject: Subject, operation: Operation): Call => ({ operation, ...subject });

const isProblem = (result: Properties | Problem): result is Problem =>
  typeof result.path === "string" && typeof result.reason === "string";
