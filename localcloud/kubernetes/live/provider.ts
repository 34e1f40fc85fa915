import type { Cloud } from "../../cloud";
import type { Faults, Operation } from "../../faults";
import { InitializationFailure } from "../../initialization";
import { DEFAULTS } from "../../interpreter/name";
import type { Checked, Naming, Plan } from "../../planning";
import type { Provider } from "../../provider-interface";
import { Refusal } from "../../refusal";
import type { Properties } from "../../rules";
import { maskSecrets, secretPlaces } from "../../secrets";
import type { Subject } from "../../subject";
import { hasUnknown, unwrap, UNKNOWN, wrapSecrets, type Unwrapped } from "../../values";
import { annotationsOf, idOf, kindOf, objectOf } from "../object";
import { ApiRefusal, fieldManager, referenceOf, type Cluster, type Reference } from "./cluster";
import { withoutForeign } from "./ignored";
import { importedInputs, previewed, readBack, withoutManagers } from "./read-back";
import { awaitGone, awaitReady, limitOf } from "./readiness";

/** Sends every object to a real API server, and waits as Pulumi's own provider does. */
export class LiveProvider implements Provider {
  /**
   * @param planning judges by the schema and plans changes; the rest is the server's
   * @param cancelled when the engine wants an end
   */
  constructor(
    private readonly cluster: Cluster,
    private readonly cloud: Cloud,
    private readonly planning: Pick<Provider, "check" | "diff" | "invoke">,
    private readonly faults: Faults,
    private readonly configuration: Properties,
    private readonly cancelled: AbortSignal,
  ) {}

  check(subject: Subject, old: Properties, wire: Properties, naming: Naming): Promise<Checked> {
    return this.planning.check(subject, old, wire, naming);
  }

  diff(
    subject: Subject,
    old: Properties,
    wire: Properties,
    ignore: readonly string[],
    oldOutputs: Properties = {},
  ): Promise<Plan> {
    return this.planning.diff(subject, old, wire, ignore, oldOutputs);
  }

  invoke(token: string, wire: Properties): Promise<Properties> {
    return this.planning.invoke(token, wire);
  }

  async create(
    subject: Subject,
    wire: Properties,
    preview: boolean,
    seconds = 0,
  ): Promise<{ id: string; outputs: Properties }> {
    const given = unwrap(wire);
    const object = objectOf(given.properties);
    if (preview) {
      // What is replaced goes first, and must not be asked whether it could change.
      const inTheWay = !hasUnknown(object) && (await this.cluster.find(referenceOf(object))) !== undefined;
      return { id: "", outputs: await this.preview(subject, given, {}, inTheWay) };
    }
    return this.around(subject, given, "create", async () => {
      if (this.configuration["upsertExistingObjects"] !== true) await this.refuseTaken(object);
      return this.applied(subject, given, wire, seconds, "created");
    });
  }

  async update(
    subject: Subject,
    _: string,
    oldOutputs: Properties,
    __: Properties,
    wire: Properties,
    preview: boolean,
    seconds = 0,
    ignore: readonly string[] = [],
  ): Promise<Properties> {
    const given = await this.withoutForeign(unwrap(wire), ignore);
    if (preview) return this.preview(subject, given, unwrap(oldOutputs).properties, false);
    return this.around(subject, given, "update", async () => {
      const { outputs } = await this.applied(subject, given, wire, seconds, "updated");
      return outputs;
    });
  }

  private async withoutForeign(given: Unwrapped, ignore: readonly string[]): Promise<Unwrapped> {
    const object = objectOf(given.properties);
    if (ignore.length === 0 || hasUnknown(object["metadata"])) return given;
    const live = await this.cluster.find(referenceOf(object));
    if (live === undefined) return given;
    return { ...given, properties: withoutForeign(given.properties, ignore, live, fieldManager) };
  }

  async read(
    subject: Subject,
    id: string,
    oldOutputs: Properties,
    oldInputs: Properties,
  ): Promise<{ inputs: Properties; outputs: Properties } | undefined> {
    const given = unwrap(oldInputs);
    return this.around(subject, given, "read", async () => {
      const found = await this.cluster.find(referenceTo(subject, id));
      if (found === undefined) return undefined;
      const before = unwrap(oldOutputs);
      const { [DEFAULTS]: defaults, ...inputs } = given.properties;
      const written = inputs["stringData"];
      const now = { ...found, ...(written !== undefined && { stringData: written }) };
      const read =
        Object.keys(inputs).length === 0 ? importedInputs(found) : readBack(inputs, before.properties, now);
      const seal = await this.sealing(subject, given);
      return {
        inputs: seal({ ...read, ...(defaults !== undefined && { [DEFAULTS]: defaults }) }),
        outputs: seal(withoutManagers(now)),
      };
    });
  }

  async delete(subject: Subject, id: string, oldOutputs: Properties, seconds = 0): Promise<void> {
    await this.around(subject, unwrap(oldOutputs), "delete", async () => {
      const found = await this.cluster.find(referenceTo(subject, id));
      if (found === undefined) return;
      const policy = annotationsOf(found)["pulumi.com/deletionPropagationPolicy"];
      const { name, namespace, apiVersion, kind } = referenceOf(found);
      await this.cluster.remove(
        { name, namespace, apiVersion, kind },
        typeof policy === "string" ? policy : "Foreground",
      );
      if (annotationsOf(found)["pulumi.com/skipAwait"] === "true") return;
      const reasons = await awaitGone(this.cluster, found, limitOf(found, seconds), this.cancelled);
      if (reasons.length > 0) throw new Refusal(`deleting ${subject.type} ${id}: ${reasons.join("; ")}`);
    });
  }

  /** Applies an object and waits until it works. */
  private async applied(
    subject: Subject,
    given: Unwrapped,
    wire: Properties,
    seconds: number,
    done: string,
  ): Promise<{ id: string; outputs: Properties }> {
    const object = objectOf(given.properties);
    const applied = await this.cluster.apply(object, { dryRun: false, force: this.takesOver(object) });
    const reasons = await awaitReady(this.cluster, applied, seconds, this.cancelled);
    const now = (await this.cluster.find(referenceOf(applied))) ?? applied;
    const seal = await this.sealing(subject, given);
    const outputs = seal({ ...withoutManagers(now), ...stringDataOf(object) });
    const id = idOf(applied);
    if (reasons.length === 0) return { id, outputs };
    throw new InitializationFailure(
      id,
      wire,
      outputs,
      reasons,
      `${subject.type} '${id}' was ${done}, but does not work`,
    );
  }

  /** What the server says that it would do; the inputs where it can't know yet. */
  private async preview(
    subject: Subject,
    given: Unwrapped,
    before: Properties,
    inTheWay: boolean,
  ): Promise<Properties> {
    const object = objectOf(given.properties);
    const { schema } = await this.cloud.entry(subject.type);
    const hasStatus = schema.outputs["status"] !== undefined;
    const seal = await this.sealing(subject, given);
    const assumed = { ...object, ...(hasStatus && { status: before["status"] ?? UNKNOWN }) };
    if (inTheWay || hasUnknown(object)) return seal(assumed);
    try {
      const answer = await this.cluster.apply(object, { dryRun: true, force: this.takesOver(object) });
      return seal({ ...previewed(answer, hasStatus), ...stringDataOf(object) });
    } catch (error) {
      // The namespace, or the kind's definition, may come with the same update.
      if (error instanceof ApiRefusal && error.code === 404) return seal(assumed);
      throw this.refusalOf(error, subject, given, "previewing");
    }
  }

  private async refuseTaken(object: Properties): Promise<void> {
    const reference = referenceOf(object);
    if ((await this.cluster.find(reference)) !== undefined)
      throw new ApiRefusal(409, `${reference.kind} "${idOf(object)}" already exists`);
  }

  private takesOver(object: Properties): boolean {
    return (
      annotationsOf(object)["pulumi.com/patchForce"] === "true" ||
      this.configuration["enablePatchForce"] === true
    );
  }

  private async sealing(subject: Subject, given: Unwrapped): Promise<(properties: Properties) => Properties> {
    const { schema } = await this.cloud.entry(subject.type);
    const rules = this.cloud.book.resource(subject.type);
    return (properties) => wrapSecrets(properties, secretPlaces(given, properties, rules, schema));
  }

  private async around<T>(
    subject: Subject,
    given: Unwrapped,
    operation: Operation,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await this.faults.around({ operation, ...subject }, work);
    } catch (error) {
      throw this.refusalOf(error, subject, given, doing[operation]);
    }
  }

  /** The server's own sentence, with what was being done, and without secrets that it quotes. */
  private refusalOf(error: unknown, { type }: Subject, given: Unwrapped, doing: string): unknown {
    if (!(error instanceof ApiRefusal)) return error;
    const rules = this.cloud.book.resource(type);
    const [masked] = maskSecrets([{ path: "", reason: error.message }], given, rules);
    return new Refusal(`${doing} ${type}: ${masked?.reason ?? ""}`);
  }
}

const doing: Readonly<Record<Operation, string>> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
  read: "reading",
  invoke: "asking",
};

/** Written by the program and never given back by the server. */
const stringDataOf = ({ stringData }: Properties): Properties =>
  stringData === undefined ? {} : { stringData };

function referenceTo({ type }: Subject, id: string): Reference {
  const [name = "", namespace] = id.split("/", 2).reverse();
  return { ...kindOf(type), name, namespace };
}
