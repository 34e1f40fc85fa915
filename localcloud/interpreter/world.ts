import type { Properties, ResourceType, StoredResource, Value, World } from "../rules";
import type { Store } from "../store";
import { equal } from "../values";

/** What exists in one region of a store, for rules to look at. */
export class StoreWorld implements World {
  constructor(
    private readonly store: Store,
    readonly account: string,
    readonly region: string,
    readonly configuration: Properties,
    readonly partition: string = region,
  ) {}

  deleted(type: ResourceType): readonly StoredResource[] {
    return this.store.listDeleted(type, this.partition);
  }

  all(type: ResourceType, where?: { anyRegion?: boolean }): readonly StoredResource[] {
    return this.store.list(type, where?.anyRegion === true ? undefined : this.partition);
  }

  find(type: ResourceType, value: Value | undefined, by = "id"): StoredResource | undefined {
    if (value === undefined) return undefined;
    if (by === "id" && typeof value === "string") return this.store.get(type, value, this.partition);
    return this.all(type).find((resource) => equal(resource.outputs[by], value));
  }
}

/** A world that nobody can see yet, as in a preview; remembers whether a rule asked for anything in it. */
export class UnseenWorld implements World {
  asked = false;

  constructor(
    readonly account: string,
    readonly region: string,
    readonly configuration: Properties,
    readonly partition: string = region,
  ) {}

  deleted(): readonly StoredResource[] {
    this.asked = true;
    return [];
  }

  all(): readonly StoredResource[] {
    this.asked = true;
    return [];
  }

  find(): undefined {
    this.asked = true;
    return undefined;
  }
}
