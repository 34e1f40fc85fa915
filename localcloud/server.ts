import * as grpc from "@grpc/grpc-js";
import * as pluginProto from "@pulumi/pulumi/proto/plugin_pb";
import * as providerService from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Clock } from "./clock";
import {
  decodeConfiguration,
  judgeConfiguration,
  readConfiguration,
  type Configuration,
} from "./configuration";
import { Faults } from "./faults";
import { differences, type Change } from "./interpreter/difference";
import type { Autonaming } from "./interpreter/name";
import { Rulebook } from "./interpreter/rulebook";
import { CloudProvider, Refusal, type Subject } from "./provider";
import type { CloudRules, Problem, Properties, StatelessRules } from "./rules";
import { Catalog, type CatalogEntry } from "./schema/catalog";
import { StatelessProvider } from "./stateless";
import { homeFolder, Store } from "./store";
import { unwrap } from "./values";

/** The largest message that the engine sends: state files can be big (as in the Pulumi SDKs). */
const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Where a plugin finds what it needs. */
export interface PluginPlaces {
  /** Folder whose `node_modules` holds the SDKs. */
  readonly project: string;
  /** Folder for what is made from the SDKs' declarations. */
  readonly cache: string;
}

/**
 * Serves one local cloud to the engine: prints the port on standard output, as the engine expects of a plugin.
 *
 * The SDK's own server (`@pulumi/pulumi/provider`) knows neither previews of a creation nor detailed differences nor the
 * provider's configuration, so this implements the engine's protocol itself.
 */
export function serve(rules: CloudRules, places: PluginPlaces): void {
  if (process.argv.includes(PREPARE)) {
    prepare(rules, places).catch((error: unknown) => {
      process.stderr.write(`${messageOf(error)}\n`);
      process.exitCode = 1;
    });
    return;
  }
  const server = new grpc.Server({ "grpc.max_receive_message_length": MAXIMUM_MESSAGE_BYTES });
  server.addService(providerService.ResourceProviderService, new Service(rules, places).handlers());
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
}

/** Argument of a plugin that makes it read the types that its rules describe, and end. */
export const PREPARE = "--prepare";

/** Reads the types that the rules describe, so that the first preview need not. */
async function prepare(rules: CloudRules, places: PluginPlaces): Promise<void> {
  const catalog = new Catalog(rules.package, places.project, places.cache);
  const types = [...rules.resources, ...(rules.stateless ?? [])].map(({ type }) => type);
  for (const type of [`pulumi:providers:${rules.package}`, ...types]) {
    if ((await catalog.find(type)) === undefined)
      throw new Error(`The rules describe ${type}, which the SDK does not have.`);
  }
  await catalog.enumeration("Region");
}

class Service {
  private readonly book: Rulebook;
  private readonly catalog: Catalog;
  private readonly provider: CloudProvider;
  private readonly stateless: StatelessProvider;
  private readonly statelessRules: ReadonlyMap<string, StatelessRules>;
  private readonly clock = new Clock();
  private configuration: Configuration = { region: "", inputs: {} };

  constructor(rules: CloudRules, places: PluginPlaces) {
    this.book = new Rulebook(rules);
    this.catalog = new Catalog(rules.package, places.project, places.cache);
    const store = new Store(homeFolder(places.project), rules.package);
    const faults = new Faults(store, this.clock);
    this.provider = new CloudProvider(
      this.book,
      this.catalog,
      store,
      faults,
      this.clock,
      () => this.configuration,
    );
    this.stateless = new StatelessProvider(faults, this.clock);
    this.statelessRules = new Map((rules.stateless ?? []).map((rule) => [rule.type, rule]));
  }

  handlers(): providerService.IResourceProviderServer {
    return {
      handshake: answer(() =>
        new proto.ProviderHandshakeResponse().setAcceptSecrets(true).setSupportsAutonamingConfiguration(true),
      ),
      configure: answer((request: proto.ConfigureRequest) => this.configure(request)),
      checkConfig: answer((request: proto.CheckRequest) => this.checkConfig(request)),
      diffConfig: answer((request: proto.DiffRequest) => this.diffConfig(request)),
      check: answer((request: proto.CheckRequest) => this.check(request)),
      diff: answer((request: proto.DiffRequest) => this.diff(request)),
      create: answer((request: proto.CreateRequest) => this.create(request)),
      read: answer((request: proto.ReadRequest) => this.read(request)),
      update: answer((request: proto.UpdateRequest) => this.update(request)),
      delete: answer((request: proto.DeleteRequest) => this.delete(request)),
      invoke: answer((request: proto.InvokeRequest) => this.invoke(request)),
      cancel: answer(() => {
        this.clock.cancel();
        return new Empty();
      }),
      getPluginInfo: answer(() => new pluginProto.PluginInfo().setVersion(this.catalog.sdk.version)),
      getSchema: answer(() => new proto.GetSchemaResponse().setSchema("{}")),
      getMapping: answer(() => new proto.GetMappingResponse()),
      getMappings: answer(() => new proto.GetMappingsResponse()),
      attach: answer(() => new Empty()),
      parameterize: unsupported("Parameterize"),
      call: unsupported("Call"),
      construct: unsupported("Construct"),
      list: (call) => {
        call.emit("error", { code: grpc.status.UNIMPLEMENTED, details: "List is not supported" });
      },
    };
  }

  private configure(request: proto.ConfigureRequest): proto.ConfigureResponse {
    this.configuration = readConfiguration(decodeConfiguration(unwrap(read(request.getArgs())).properties));
    return new proto.ConfigureResponse()
      .setAcceptsecrets(true)
      .setSupportspreview(true)
      .setSupportsAutonamingConfiguration(true);
  }

  private async checkConfig(request: proto.CheckRequest): Promise<proto.CheckResponse> {
    const inputs = decodeConfiguration(unwrap(read(request.getNews())).properties);
    const response = new proto.CheckResponse();
    if (request.getNews() !== undefined) response.setInputs(request.getNews());
    return response.setFailuresList(
      toFailures(await judgeConfiguration(this.catalog, inputs, this.book.rules.regions)),
    );
  }

  private diffConfig(request: proto.DiffRequest): proto.DiffResponse {
    const old = unwrap(read(request.getOldInputs() ?? request.getOlds())).properties;
    const changes = differences(
      decodeConfiguration(old),
      decodeConfiguration(unwrap(read(request.getNews())).properties),
      {
        immutable: ["region"],
        mutable: [],
        ignore: request.getIgnorechangesList(),
      },
    );
    return toDifference(changes, false, []);
  }

  private async check(request: proto.CheckRequest): Promise<proto.CheckResponse> {
    const subject = subjectOf(request.getUrn());
    const news = read(request.getNews());
    const rules = this.statelessRules.get(subject.type);
    const result =
      rules === undefined
        ? await this.provider.check(subject, read(request.getOlds()), news, {
            seed: request.getRandomseed_asU8(),
            autonaming: autonamingOf(request),
          })
        : this.stateless.check(rules, await this.entry(subject.type), news);
    return new proto.CheckResponse()
      .setInputs(write(result.inputs))
      .setFailuresList(toFailures(result.problems));
  }

  private async diff(request: proto.DiffRequest): Promise<proto.DiffResponse> {
    const subject = subjectOf(request.getUrn());
    const old = read(request.getOldInputs() ?? request.getOlds());
    const news = read(request.getNews());
    const ignore = request.getIgnorechangesList();
    const rules = this.statelessRules.get(subject.type);
    if (rules !== undefined) return toDifference(this.stateless.diff(rules, old, news, ignore), false, []);
    const { changes, deleteBeforeReplace, stable } = await this.provider.diff(
      subject,
      old,
      news,
      ignore,
      read(request.getOlds()),
    );
    return toDifference(changes, deleteBeforeReplace, stable);
  }

  private async create(request: proto.CreateRequest): Promise<proto.CreateResponse> {
    const subject = subjectOf(request.getUrn());
    const inputs = read(request.getProperties());
    const preview = request.getPreview();
    const rules = this.statelessRules.get(subject.type);
    const { id, outputs } =
      rules === undefined
        ? await this.provider.create(subject, inputs, preview)
        : await this.stateless.make(subject, rules, await this.entry(subject.type), inputs, {
            kind: "create",
            preview,
          });
    return new proto.CreateResponse().setId(id).setProperties(write(outputs));
  }

  private async update(request: proto.UpdateRequest): Promise<proto.UpdateResponse> {
    const subject = subjectOf(request.getUrn());
    const news = read(request.getNews());
    const preview = request.getPreview();
    const rules = this.statelessRules.get(subject.type);
    if (rules !== undefined) {
      const entry = await this.entry(subject.type);
      const made = await this.stateless.make(subject, rules, entry, news, { kind: "update", preview });
      return new proto.UpdateResponse().setProperties(write(made.outputs));
    }
    const olds = read(request.getOlds());
    const oldInputs = read(request.getOldInputs());
    const outputs = await this.provider.update(subject, request.getId(), olds, oldInputs, news, preview);
    return new proto.UpdateResponse().setProperties(write(outputs));
  }

  private async read(request: proto.ReadRequest): Promise<proto.ReadResponse> {
    const subject = subjectOf(request.getUrn());
    const outputs = read(request.getProperties());
    const inputs = read(request.getInputs());
    const rules = this.statelessRules.get(subject.type);
    const result =
      rules === undefined
        ? await this.provider.read(subject, request.getId(), outputs, inputs)
        : this.stateless.read(rules, await this.entry(subject.type), request.getId(), outputs, inputs);
    const response = new proto.ReadResponse();
    if (result === undefined) return response;
    const id = "id" in result && typeof result.id === "string" ? result.id : request.getId();
    return response.setId(id).setProperties(write(result.outputs)).setInputs(write(result.inputs));
  }

  private async delete(request: proto.DeleteRequest): Promise<Empty> {
    const subject = subjectOf(request.getUrn());
    if (!this.statelessRules.has(subject.type)) {
      await this.provider.delete(subject, request.getId(), read(request.getProperties()));
    }
    return new Empty();
  }

  private async invoke(request: proto.InvokeRequest): Promise<proto.InvokeResponse> {
    const result = await this.provider.invoke(request.getTok(), read(request.getArgs()));
    return new proto.InvokeResponse().setReturn(write(result));
  }

  private async entry(type: string): Promise<CatalogEntry> {
    const entry = await this.catalog.find(type);
    if (entry === undefined)
      throw new Refusal(`@pulumi/${this.catalog.sdk.package} has no resource type ${type}.`);
    return entry;
  }
}

/** A unary call as a function; what it throws becomes the call's error, a trace only where the fault is ours. */
function answer<Request, Response>(
  work: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => work(call.request))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback({ code: grpc.status.UNKNOWN, details: messageOf(error) });
        },
      );
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const ours = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return ours
    ? `The local cloud failed, which is a defect of it: ${error.stack ?? error.message}`
    : error.message;
}

const unsupported =
  (name: string): grpc.handleUnaryCall<unknown, never> =>
  (_, callback) => {
    callback({ code: grpc.status.UNIMPLEMENTED, details: `${name} is not supported by the local clouds` });
  };

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; a name may contain `::` itself. */
export function subjectOf(urn: string): Subject {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

function read(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

function write(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}

/** The path goes into the sentence: next to a property the engine would print its value, even a secret one. */
function toFailures(problems: readonly Problem[]): proto.CheckFailure[] {
  return problems.map(({ path, reason }) =>
    new proto.CheckFailure().setReason(path === "" ? reason : `${path} ${reason}`),
  );
}

function autonamingOf(request: proto.CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { proposed: options.getProposedName(), mode: modes[options.getMode()] };
}

function toDifference(
  changes: readonly Change[],
  deleteBeforeReplace: boolean,
  stable: readonly string[],
): proto.DiffResponse {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  const replaces = changes.filter((change) => change.replace);
  const response = new proto.DiffResponse()
    .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(changes.map((change) => String(change.steps[0])))])
    .setReplacesList([...new Set(replaces.map((change) => String(change.steps[0])))])
    .setStablesList(replaces.length > 0 ? [] : [...stable])
    .setDeletebeforereplace(replaces.length > 0 && deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const { path, kind, replace } of changes) {
    const difference = new proto.PropertyDiff().setKind(kinds[kind][replace ? 1 : 0]).setInputdiff(true);
    response.getDetaileddiffMap().set(path, difference);
  }
  return response;
}
