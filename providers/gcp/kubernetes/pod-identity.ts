import * as pulumi from "@pulumi/pulumi";
import type { GcpKubernetesCluster } from "./cluster";

/**
 * The pods of one ServiceAccount as IAM writes them: GKE vouches for cluster, namespace and ServiceAccount of a pod. No service
 * account of Google stands behind it, so that there is none that anybody else could act as.
 */
export function podMember(
  { namespace, project, workloadPool }: GcpKubernetesCluster,
  serviceAccount: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`principal://iam.googleapis.com/projects/${project.number}/locations/global/workloadIdentityPools/${workloadPool}/subject/ns/${namespace.namespaceName}/sa/${serviceAccount}`;
}
