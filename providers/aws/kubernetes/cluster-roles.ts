import type * as pulumi from "@pulumi/pulumi";
import type { AwsEncryptionKey } from "../encryption-key";
import { ServiceRole } from "../role";

const ofAws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

/**
 * What Auto Mode needs to make machines, addresses, volumes and targets in our name: AWS keeps these policies, and each
 * covers only what carries the cluster's own tag (EKS guide, "Amazon EKS Auto Mode cluster IAM role").
 */
const autoMode = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
].map(ofAws);

/** The least that a machine of Auto Mode needs: joining the cluster, handing out pods' identities, pulling images. */
const node = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"].map(ofAws);

/** The two identities of a cluster: of its control plane, and of its machines. Pods have identities of their own. */
export function clusterRoles(
  child: (role: string) => string,
  { key }: { readonly key: AwsEncryptionKey },
  opts: pulumi.CustomResourceOptions,
) {
  // EKS takes only roles of the cluster's own account, so that nobody else can have it act with this one.
  const controlPlane = new ServiceRole(
    child("control-plane"),
    {
      service: "eks.amazonaws.com",
      actions: ["sts:AssumeRole", "sts:TagSession"],
      managedPolicies: autoMode,
      statements: [
        {
          Sid: "SecretsKey",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
          Resource: key.arn,
        },
      ],
    },
    opts,
  );
  const nodes = new ServiceRole(
    child("nodes"),
    { service: "ec2.amazonaws.com", managedPolicies: node },
    opts,
  );
  return { controlPlane: controlPlane.arn, nodes: nodes.arn };
}
