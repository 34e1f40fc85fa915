import type { Configuration } from "./configuration";
import type { Rulebook } from "./interpreter/rulebook";
import { StoreWorld } from "./interpreter/world";
import { Refusal } from "./refusal";
import type { Properties, World } from "./rules";
import type { Catalog, CatalogEntry } from "./schema/catalog";
import type { Store } from "./store";
import { isUnknown } from "./values";

/** A type that nothing is known about. */
function openEntry(token: string): CatalogEntry {
  const schema = { token, inputs: {}, outputs: {}, secretOutputs: [], immutable: [], definitions: {} };
  return { schema, validate: () => [] };
}

/** One local cloud as its rules see it: what it knows, what exists in it, and how its provider is configured. */
export class Cloud {
  constructor(
    readonly book: Rulebook,
    readonly catalog: Catalog,
    readonly store: Store,
    private readonly configuration: () => Configuration,
  ) {}

  /** @throws Refusal where the SDK has no such type. */
  async entry(type: string): Promise<CatalogEntry> {
    const entry = await this.catalog.find(type);
    if (entry === undefined && this.book.rules.open?.(type) === true) return openEntry(type);
    if (entry === undefined) {
      const { sdk } = this.catalog;
      throw new Refusal(`@pulumi/${sdk.package} ${sdk.version} has no resource type ${type}.`);
    }
    return entry;
  }

  /** What exists where these properties say that their resource is. */
  world(inputs: Properties): World {
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
}
