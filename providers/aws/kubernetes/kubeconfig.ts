import type * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { kubeconfigOf } from "../../../components/kubernetes/kubeconfig";

/** How a cluster is reached, as whom the AWS CLI says. */
export function kubeconfig(cluster: eks.Cluster, region: string): pulumi.Output<string> {
  const { certificateAuthority, endpoint, name } = cluster;
  return kubeconfigOf(
    { server: endpoint, "certificate-authority-data": certificateAuthority.apply(({ data }) => data) },
    { command: "aws", args: ["eks", "get-token", "--cluster-name", name, "--region", region] },
  );
}
