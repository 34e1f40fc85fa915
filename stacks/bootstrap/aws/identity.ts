import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import type { AwsAccount } from "../../../providers/aws/account";
import { policyDocument } from "../../../providers/aws/role";
import { issuer, issuerHost, subjects } from "../github";
import type { AwsSettings } from "../settings";
import { deployment } from "./deployment";
import { managedPolicies, preview } from "./preview";
import type { AwsSecretsKey } from "./secrets-key";
import type { AwsState } from "./state";

interface IdentityArgs {
  readonly settings: AwsSettings;
  readonly account: AwsAccount;
  readonly state: AwsState;
  readonly secretsKey: AwsSecretsKey;
}

/** What the tokens for AWS are made out for (`aws-actions/configure-aws-credentials`). */
const audience = "sts.amazonaws.com";
/** Path of what the deploying role can't touch: itself, its boundary and the previewing role. */
const path = "/bootstrap/";

/**
 * Who the pipeline is in AWS: one role that reads, for pull requests, and one that deploys, for GitHub environments.
 *
 * The deploying role is bounded by the policy that it has, and can make no role that is not.
 */
export class AwsIdentity extends Component {
  /** ARNs of the two roles. */
  readonly previewRole: pulumi.Output<string>;
  readonly deployRole: pulumi.Output<string>;
  /** ARN of the policy that bounds every role of the platform. */
  readonly boundary: pulumi.Output<string>;

  constructor(name: string, args: IdentityArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "Identity", name, opts);
    const { account, secretsKey, settings, state } = args;
    const within = { parent: this };
    const allowed = subjects(settings);
    const provider = this.provider(settings);
    const means = {
      account: account.id,
      provider,
      bucket: state.bucketArn,
      accessLogs: state.accessLogsArn,
      keys: [state.keyArn, secretsKey.arn],
      boundary: pulumi.interpolate`arn:aws:iam::${account.id}:policy${path}${settings.name}-boundary`,
    };

    const reader = this.role("preview", settings, provider, allowed.preview);
    for (const [index, policyArn] of managedPolicies.entries())
      new iam.RolePolicyAttachment(
        this.child(`preview-managed-${String(index)}`),
        { role: reader.name, policyArn },
        within,
      );
    new iam.RolePolicy(
      this.child("preview-policy"),
      { role: reader.id, policy: policyDocument(preview(means)) },
      within,
    );

    const boundary = new iam.Policy(
      this.child("boundary"),
      {
        name: `${settings.name}-boundary`,
        path,
        description: "Most that the pipeline, and every role that it makes, may do",
        policy: policyDocument(deployment(means, regionsOf(settings))),
      },
      { ...within, protect: true },
    );
    const deployer = this.role("deploy", settings, provider, allowed.deploy, boundary.arn);
    const attached = new iam.RolePolicyAttachment(
      this.child("deploy-policy"),
      { role: deployer.name, policyArn: boundary.arn },
      within,
    );
    this.previewRole = reader.arn;
    this.deployRole = pulumi.all([deployer.arn, attached.id]).apply(([arn]) => arn);
    this.boundary = boundary.arn;
    this.registerOutputs({ previewRole: this.previewRole, deployRole: this.deployRole });
  }

  private provider({ identityProvider }: AwsSettings): pulumi.Output<string> {
    if (identityProvider !== undefined) return pulumi.output(identityProvider);
    return new iam.OpenIdConnectProvider(
      this.child("github"),
      { url: issuer, clientIdLists: [audience] },
      { parent: this, protect: true },
    ).arn;
  }

  private role(
    use: "preview" | "deploy",
    { name }: AwsSettings,
    provider: pulumi.Output<string>,
    allowed: readonly string[],
    permissionsBoundary?: pulumi.Output<string>,
  ): iam.Role {
    return new iam.Role(
      this.child(use),
      {
        name: `${name}-${use}`,
        path,
        description: `GitHub Actions: ${use}`,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { Federated: provider },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                [`${issuerHost}:aud`]: audience,
                [`${issuerHost}:sub`]: [...allowed],
              },
            },
          },
        ]),
        ...(permissionsBoundary && { permissionsBoundary }),
      },
      { parent: this },
    );
  }
}

/** Services without regions (IAM, Route 53, budgets) count as being in us-east-1. */
function regionsOf({ recoveryRegion, region }: AwsSettings): string[] {
  return [...new Set([region, ...(recoveryRegion === undefined ? [] : [recoveryRegion]), "us-east-1"])];
}
