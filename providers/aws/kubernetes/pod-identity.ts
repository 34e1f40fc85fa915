import * as eks from "@pulumi/aws/eks";
import type { PolicyStatement } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../account";
import { ServiceRole } from "../role";

interface PodIdentityArgs {
  readonly account: AwsAccount;
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly namespace: pulumi.Input<string>;
  readonly serviceAccount: pulumi.Input<string>;
  /** What the pods may do. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * The role of one ServiceAccount's pods, by EKS Pod Identity. Nobody else can take it: its trust policy names account, cluster,
 * namespace and ServiceAccount, which EKS says of a pod and the pod can't.
 *
 * @param name logical name of the role; the association is called `NAME-association`
 */
export class PodIdentity {
  readonly roleArn: pulumi.Output<string>;
  /** Pods that start before it have no role. */
  readonly association: eks.PodIdentityAssociation;

  constructor(name: string, args: PodIdentityArgs, opts: pulumi.CustomResourceOptions) {
    const { account, clusterArn, clusterName, namespace, serviceAccount, statements } = args;
    this.roleArn = new ServiceRole(
      name,
      {
        service: "pods.eks.amazonaws.com",
        actions: ["sts:AssumeRole", "sts:TagSession"],
        condition: {
          StringEquals: {
            "aws:SourceAccount": account.id,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": serviceAccount,
          },
          ArnEquals: { "aws:SourceArn": clusterArn },
        },
        statements,
      },
      opts,
    ).arn;
    this.association = new eks.PodIdentityAssociation(
      `${name}-association`,
      { clusterName, namespace, serviceAccount, roleArn: this.roleArn },
      opts,
    );
  }
}
