import * as grpc from "@grpc/grpc-js";
import * as pluginProto from "@pulumi/pulumi/proto/plugin_pb";
import * as providerService from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answer, unsupported } from "./answers";
import { Clock } from "./clock";
import {
  decodeConfiguration,
  judgeConfiguration,
  readConfiguration,
  type Configuration,
} from "./configuration";
import { Faults } from "./faults";
import { differences } from "./interpreter/difference";
import { Rulebook } from "./interpreter/rulebook";
import { autonamingOf, read, toDifference, toFailures, write } from "./messages";
import { CloudProvider } from "./provider";
import type { Provider, ProviderParts } from "./provider-interface";
import { Refusal } from "./refusal";
import type { CloudRules, StatelessRules } from "./rules";
import { Catalog, type CatalogEntry } from "./schema/catalog";
import { StatelessProvider } from "./stateless";
import { Store, homeFolder } from "./store";
import { subjectOf } from "./subject";
import { unwrap } from "./values";

/** Where a plugin finds what it needs. */
export interface PluginPlaces {
  /** Folder whose `node_modules` holds the SDKs. */
  readonly project: string;
  /** Folder for what is made from the SDKs' declarations. */
  readonly cache: string;
}

/** Answers the engine's calls for one local cloud: from the store, or without it for types that live nowhere. */
export class Service {
  private readonly book: Rulebook;
  private readonly catalog: Catalog;
  private readonly parts: ProviderParts;
  private readonly local: CloudProvider;
  /** The real cloud, where the configuration leads to one. */
  private real: Provider | undefined;
  private readonly stateless: StatelessProvider;
  private readonly statelessRules: ReadonlyMap<string, StatelessRules>;
  private readonly clock = new Clock();
  private configuration: Configuration = { region: "", inputs: {} };

  constructor(rules: CloudRules, places: PluginPlaces) {
    this.book = new Rulebook(rules);
    this.catalog = new Catalog(rules.package, places.project, places.cache);
    const store = new Store(homeFolder(places.project), rules.package);
    const faults = new Faults(store, this.clock);
    this.parts = { catalog: this.catalog, store, faults, clock: this.clock };
    this.local = new CloudProvider(
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

  private get provider(): Provider {
    return this.real ?? this.local;
  }

  private async configure(request: proto.ConfigureRequest): Promise<proto.ConfigureResponse> {
    this.configuration = readConfiguration(decodeConfiguration(unwrap(read(request.getArgs())).properties));
    this.real = await this.book.rules.real?.(this.configuration.inputs, this.parts);
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
        ? await this.provider.create(subject, inputs, preview, request.getTimeout())
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
    const outputs = await this.provider.update(
      subject,
      request.getId(),
      olds,
      oldInputs,
      news,
      preview,
      request.getTimeout(),
      request.getIgnorechangesList(),
    );
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
      await this.provider.delete(
        subject,
        request.getId(),
        read(request.getProperties()),
        request.getTimeout(),
      );
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
