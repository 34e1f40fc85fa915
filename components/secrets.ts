import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Cache } from "./cache";
import { Component } from "./component";
import type { Database } from "./database";
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

/** What the values of secrets are made of. */
interface ValueArgs extends Pick<SecretsArgs<Components>, "owner" | "secretGeneration"> {
  readonly database?: Database | undefined;
  readonly cache?: Cache | undefined;
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

  /** Role of the secret of an environment variable: part of its logical name, so it never changes. */
  protected role(variable: string): string {
    return variable.toLowerCase().replaceAll("_", "-");
  }

  /**
   * The value of a secret, wherever it comes from. A generated one is a child of this component.
   *
   * @throws pulumi.RunError when a URL is asked for of a database or cache that the service was not given.
   */
  protected value(variable: string, source: SecretSource, args: ValueArgs): pulumi.Output<string> {
    switch (source.from) {
      case "configuration":
        return pulumi.secret(source.value);
      case "generated": {
        const keepers = { generation: args.secretGeneration };
        return new random.RandomPassword(
          this.child(`${this.role(variable)}-value`),
          { length: source.length, special: false, keepers },
          { parent: this },
        ).result;
      }
      case "database":
      case "cache": {
        const store = args[source.from];
        if (!store)
          throw new pulumi.RunError(
            `service "${args.owner}" wants the URL of the ${source.from}, but was not given it: set ` +
              `\`${source.from}: true\` on the service and configure a ${source.from} in the stack file`,
          );
        return pulumi.secret(store.url);
      }
    }
  }
}
