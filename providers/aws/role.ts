import type { PolicyStatement } from "@pulumi/aws/iam";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

interface ServiceRoleArgs {
  /** The service that takes the role, for example `backup.amazonaws.com`. */
  readonly service: string;
  /** How it takes the role. Default: `sts:AssumeRole` alone. */
  readonly actions?: readonly string[];
  /** Conditions on taking it, against being used on behalf of somebody else's account. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
  /** What it may do. */
  readonly statements?: readonly PolicyStatement[];
  /** Policies that AWS keeps for its own services, where they follow the service's needs better than we can. */
  readonly managedPolicies?: readonly string[];
}

/** The `Condition` of a trust policy that lets a service act for this account only (the "confused deputy" rule). */
export function onlyForAccount(account: pulumi.Input<string>) {
  return { StringEquals: { "aws:SourceAccount": account } };
}

/**
 * A role that one AWS service takes to act for the stack: exactly these statements, nothing else.
 *
 * @param name logical name of the role; its policies are called `NAME-policy` and `NAME-managed-0`, …
 */
export class ServiceRole {
  readonly role: iam.Role;
  /** Resolves once the policies are attached, so that whoever is given the role can use it. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ServiceRoleArgs, opts: pulumi.CustomResourceOptions) {
    const { service, condition, statements = [], managedPolicies = [] } = args;
    const { actions = ["sts:AssumeRole"] } = args;
    this.role = new iam.Role(
      name,
      {
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { Service: service },
            Action: actions.length === 1 ? (actions[0] ?? "") : [...actions],
            ...(condition && { Condition: condition }),
          },
        ]),
      },
      opts,
    );
    const attached: pulumi.Output<string>[] = managedPolicies.map(
      (policyArn, index) =>
        new iam.RolePolicyAttachment(
          `${name}-managed-${String(index)}`,
          { role: this.role.name, policyArn },
          opts,
        ).id,
    );
    if (statements.length > 0)
      attached.push(
        new iam.RolePolicy(`${name}-policy`, { role: this.role.id, policy: policyDocument(statements) }, opts)
          .id,
      );
    this.arn = pulumi.all([this.role.arn, pulumi.all(attached)]).apply(([arn]) => arn);
  }
}

/** An IAM policy document as JSON. */
export function policyDocument(statements: readonly PolicyStatement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: [...statements] });
}
