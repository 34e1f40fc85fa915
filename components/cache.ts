import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CacheSpecification, CloudName } from "./specification";

export interface CacheArgs<C extends Components> extends CacheSpecification {
  readonly network: C["network"];
  readonly key: C["key"];
  readonly logsKey: C["key"];
  readonly logRetentionDays: number;
  /** Take a last snapshot before deletion. */
  readonly protection: boolean;
  readonly secretGeneration: string;
}

/**
 * A Redis-compatible cache in the data tier.
 *
 * Every cloud guarantees: no public address; TLS and a password; encrypted with our key; reachable only from the
 * services that were given it; a replica in another zone with automatic failover where `highAvailability`.
 */
export abstract class Cache extends Component {
  abstract readonly host: pulumi.Output<string>;
  /** `rediss://…` with the password. A secret: only ever stored by `Secrets`. */
  abstract readonly url: pulumi.Output<string>;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Cache", name, opts);
  }
}
