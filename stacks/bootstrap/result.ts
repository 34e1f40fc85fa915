import type * as pulumi from "@pulumi/pulumi";

/** What a bootstrap made, as whoever goes on from there needs it. None of it is a secret. */
export interface Result {
  /** What `pulumi login` takes. */
  readonly backend: pulumi.Output<string>;
  /** What `pulumi stack init --secrets-provider=` takes. */
  readonly secretsProvider: pulumi.Output<string>;
  /** Variables for GitHub, by name. */
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
  /** Configuration for every stack file of the platform, by full key. */
  readonly configuration: Readonly<Record<string, pulumi.Input<string>>>;
}

/** What everything that is made here says of itself. */
export const tags = { project: "bootstrap", environment: "shared" } as const;

/** Days for which a replaced version of a state can be had back. */
export const oldVersionDays = 90;
