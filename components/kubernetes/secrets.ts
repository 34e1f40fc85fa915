import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { Components } from "../provider";
import { Secrets, type SecretsArgs } from "../secrets";
import type { Namespace } from "./namespace";
import type { SecretKeys } from "./pod";

/** Names of the secret variables of one service, their values and where they are kept. */
export type KubernetesSecretsArgs<C extends Components> = Omit<SecretsArgs<C>, "key" | "protection"> & {
  readonly namespace: Namespace;
};

/**
 * The secrets of one service as Secret objects, one a variable: for clusters without a cloud's secret store. Each is immutable
 * and named by Pulumi, so that a new value is a new object with another name and a new rollout, while the old one stays until
 * that is over. Whether they are encrypted at rest is the cluster's own configuration.
 */
export class KubernetesSecrets extends Secrets {
  /** `SECRET/KEY` by variable. */
  override readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** The same for a pod. */
  readonly keys: SecretKeys;

  constructor(name: string, args: KubernetesSecretsArgs<Components>, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    const stored = Object.entries(args.values).map(([variable, source]) => {
      const object = new core.Secret(
        this.child(this.role(variable)),
        {
          metadata: args.namespace.metadata(args.owner),
          type: "Opaque",
          immutable: true,
          stringData: { [variable]: this.value(variable, source, args) },
        },
        { parent: this },
      );
      // The value is a secret; what the object is called is none.
      return [variable, pulumi.unsecret(object.metadata.name)] as const;
    });
    this.keys = Object.fromEntries(
      stored.map(([variable, secret]) => [variable, { secret, key: variable, version: secret }]),
    );
    this.references = Object.fromEntries(
      stored.map(([variable, secret]) => [variable, pulumi.interpolate`${secret}/${variable}`]),
    );
    this.registerOutputs({});
  }
}
