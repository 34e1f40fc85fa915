import { HttpMethod, KubernetesObjectApi, Watch, type KubeConfig } from "@kubernetes/client-node";
import { isObject } from "../../values";
import { shown } from "../../reading";
import type { Properties } from "../../rules";
import { nameOf, namespaceOf, type Kind } from "../object";

/** What an API server refused, in its own words. */
export class ApiRefusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Which object: its kind and where it is. */
export interface Reference extends Kind {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Objects whose changes are awaited. */
export interface Watched extends Kind {
  readonly namespace?: string | undefined;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

interface Sending {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Who owns the fields that Pulumi sets, as in its provider. */
export const fieldManager = "pulumi-kubernetes";

/**
 * A real API server. The client's own calls write and read objects by the models of its version, which drops what they do
 * not know: here they go as they are.
 */
export class Cluster extends KubernetesObjectApi {
  private connection: KubeConfig | undefined;

  static connect(config: KubeConfig): Cluster {
    const cluster = config.makeApiClient(Cluster);
    cluster.connection = config;
    return cluster;
  }

  /** Server-side apply. */
  apply(object: Properties, how: { readonly dryRun: boolean; readonly force: boolean }): Promise<Properties> {
    const query = {
      fieldManager,
      fieldValidation: "Strict",
      ...(how.dryRun && { dryRun: "All" }),
      ...(how.force && { force: "true" }),
    };
    return this.send(HttpMethod.PATCH, referenceOf(object), {
      query,
      body: object,
      contentType: "application/apply-patch+yaml",
    });
  }

  /** The object as it is; `undefined` when there is none. */
  async find(reference: Reference): Promise<Properties | undefined> {
    try {
      return await this.send(HttpMethod.GET, reference);
    } catch (error) {
      if (error instanceof ApiRefusal && error.code === 404) return undefined;
      throw error;
    }
  }

  async all(watched: Watched): Promise<Properties[]> {
    const found = await this.send(HttpMethod.GET, { ...watched, name: "" }, { query: selectors(watched) });
    return Array.isArray(found["items"]) ? found["items"].filter(isObject) : [];
  }

  /** Begins a deletion. Nothing happens when the object is gone. */
  async remove(reference: Reference, propagationPolicy: string): Promise<void> {
    try {
      await this.send(HttpMethod.DELETE, reference, { body: { propagationPolicy } });
    } catch (error) {
      if (!(error instanceof ApiRefusal && error.code === 404)) throw error;
    }
  }

  /** Tells about each change until it is stopped; a connection that ends is made anew. */
  async follow(watched: Watched, changed: () => void, stopped: AbortSignal): Promise<void> {
    if (this.connection === undefined) throw new Error("The cluster has no connection to watch.");
    const watch = new Watch(this.connection);
    const path = await this.pathOf({ ...watched, name: "" });
    const open = async (): Promise<void> => {
      const controller = await watch.watch(path, selectors(watched), changed, () => {
        if (!stopped.aborted) void open().catch(changed);
      });
      stopped.addEventListener("abort", () => {
        controller.abort();
      });
    };
    await open();
  }

  private async send(method: HttpMethod, reference: Reference, sending: Sending = {}): Promise<Properties> {
    const { baseServer, authMethods, httpApi } = this.configuration;
    const context = baseServer.makeRequestContext(await this.pathOf(reference), method);
    context.setHeaderParam("Accept", "application/json");
    for (const [name, value] of Object.entries(sending.query ?? {})) context.setQueryParam(name, value);
    if (sending.body !== undefined) {
      context.setHeaderParam("Content-Type", sending.contentType ?? "application/json");
      context.setBody(JSON.stringify(sending.body));
    }
    await authMethods.default?.applySecurityAuthentication(context);
    const response = await httpApi.send(context).toPromise();
    const text = await response.body.text();
    const answer: unknown = JSON.parse(text);
    if (!isProperties(answer)) throw new ApiRefusal(response.httpStatusCode, text);
    if (response.httpStatusCode < 300) return answer;
    const { message } = answer;
    throw new ApiRefusal(response.httpStatusCode, typeof message === "string" ? message : text);
  }

  private async pathOf({ apiVersion, kind, name, namespace }: Reference): Promise<string> {
    const resource = await this.resource(apiVersion, kind);
    if (resource === undefined)
      throw new ApiRefusal(404, `no matches for kind "${kind}" in version "${apiVersion}"`);
    const where = resource.namespaced ? ["namespaces", namespace ?? "default"] : [];
    const parts = [...where, resource.name, ...(name === "" ? [] : [name])].map(encodeURIComponent);
    return [this.apiVersionPath(apiVersion), ...parts].join("/");
  }
}

export function referenceOf(object: Properties): Reference {
  return {
    apiVersion: shown(object["apiVersion"]),
    kind: shown(object["kind"]),
    name: nameOf(object),
    namespace: namespaceOf(object),
  };
}

const selectors = ({ fieldSelector, labelSelector }: Watched): Record<string, string> => ({
  ...(fieldSelector !== undefined && { fieldSelector }),
  ...(labelSelector !== undefined && { labelSelector }),
});

const isProperties = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
