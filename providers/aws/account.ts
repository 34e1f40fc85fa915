import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import type * as pulumi from "@pulumi/pulumi";

/** Where a stack lives: known before anything is made, so that policies can be read in a preview. */
export interface AwsAccount {
  /** The 12 digits of the account that the credentials belong to. */
  readonly id: pulumi.Output<string>;
  readonly region: string;
}

/** Asks AWS once whose credentials these are. */
export function accountOf(region: string, provider: pulumi.ProviderResource): AwsAccount {
  return { id: getCallerIdentityOutput({}, { provider }).accountId, region };
}
