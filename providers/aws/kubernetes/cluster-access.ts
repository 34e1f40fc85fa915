import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";

const administration = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

/**
 * Who else than the cluster's maker may do everything in it. The maker, which is the deployment's own role, has such an
 * entry from EKS.
 *
 * @param administrators ARNs of IAM roles or users
 */
export function clusterAccess(
  child: (role: string) => string,
  clusterName: pulumi.Output<string>,
  administrators: readonly string[],
  opts: pulumi.CustomResourceOptions,
): void {
  for (const principalArn of administrators) {
    const name = child(`access-${principalArn.replace(/^.*?:(role|user)\//, "").replaceAll("/", "-")}`);
    const entry = new eks.AccessEntry(name, { clusterName, principalArn }, opts);
    new eks.AccessPolicyAssociation(
      `${name}-administration`,
      {
        clusterName: entry.clusterName,
        principalArn: entry.principalArn,
        policyArn: administration,
        accessScope: { type: "cluster" },
      },
      opts,
    );
  }
}
