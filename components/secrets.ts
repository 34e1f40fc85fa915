import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName, SecretSource } from "./specification";

export interface SecretsArgs<C extends Components> {
  /** Name of the one service that may read them. */
  readonly owner: string;
  readonly key: C["key"];
  /** Secret values by environment variable name. */
  readonly values: Readonly<Record<string, SecretSource>>;
  /** Source of `{from: "database"}` and `{from: "cache"}`. */
  readonly database?: C["database"] | undefined;
  readonly cache?: C["cache"] | undefined;
  /** Changing it makes new values of generated secrets. */
  readonly secretGeneration: string;
  readonly protection: boolean;
}

/**
 * The secrets of one service, each stored by itself in the cloud's secret service.
 *
 * Every cloud guarantees: encrypted with our key; versioned; the service is given a reference to one version, never the
 * value, so that a new value is a new version and a new rollout; no other identity may read them.
 */
export abstract class Secrets extends Component {
  /** References by environment variable name, in the form that the cloud's container runtime resolves. */
  abstract readonly references: Readonly<Record<string, pulumi.Output<string>>>;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Secrets", name, opts);
  }
}
