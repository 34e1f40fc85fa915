import { Provider } from "@pulumi/aws/provider";
import type { CloudProvider } from "../../../components/provider";
import type { Specification } from "../../../components/specification";
import { accountOf } from "../account";
import { AwsAudit } from "../audit";
import { AwsBackup } from "../backup";
import { AwsCache } from "../cache";
import { AwsDatabase } from "../database";
import { AwsEncryptionKey } from "../encryption-key";
import { AwsLoadBalancer } from "../load-balancer";
import { AwsNetwork } from "../network";
import { AwsRegistry } from "../registry";
import { AwsSecrets } from "../secrets";
import { AwsTelemetry } from "../telemetry";
import { AwsKubernetesCluster } from "./cluster";
import type { AwsKubernetesComponents } from "./components";
import { dumpInCluster } from "./dump";
import { AwsKubernetesMonitoring } from "./monitoring";
import { AwsKubernetesService } from "./service";

/** Where load balancers that somebody asks of the cluster itself are put (EKS guide, "Tag subnets for EKS Auto Mode"). */
const subnetTags = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
};

/** AWS with EKS, for one stack: everything of AWS but what runs in the cluster and what watches it. */
export function createProvider(specification: Specification): CloudProvider<AwsKubernetesComponents> {
  const { region, tags } = specification;
  const provider = new Provider("aws", { region, defaultTags: { tags } });
  const account = accountOf(region, provider);
  return {
    cloud: "aws",
    providers: [provider],
    key: (name, args, opts) => new AwsEncryptionKey(name, { ...args, account }, opts),
    telemetry: (name, args, opts) => new AwsTelemetry(name, args, opts),
    network: (name, args, opts) => new AwsNetwork(name, { ...args, subnetTags }, opts),
    database: (name, args, opts) => new AwsDatabase(name, args, opts),
    cache: (name, args, opts) => new AwsCache(name, args, opts),
    registry: (name, args, opts) => new AwsRegistry(name, args, opts),
    secrets: (name, args, opts) => new AwsSecrets(name, args, opts),
    cluster: (name, args, opts) => new AwsKubernetesCluster(name, { ...args, specification }, opts),
    loadBalancer: (name, args, opts) =>
      new AwsLoadBalancer(
        name,
        // The cluster's role may register replicas only with what carries its name.
        { ...args, targetTags: { "eks:eks-cluster-name": args.cluster.clusterName } },
        opts,
      ),
    service: (name, args, opts) => new AwsKubernetesService(name, args, opts),
    monitoring: (name, args, opts) => new AwsKubernetesMonitoring(name, args, opts),
    backup: (name, args, opts) => new AwsBackup(name, { ...args, makeDump: dumpInCluster(args) }, opts),
    audit: (name, args, opts) => new AwsAudit(name, args, opts),
  };
}
