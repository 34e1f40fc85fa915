import { Provider } from "@pulumi/aws/provider";
import type { CloudProvider } from "../../components/provider";
import type { Specification } from "../../components/specification";
import { accountOf } from "./account";
import { AwsAudit } from "./audit";
import { AwsBackup } from "./backup";
import { AwsCache } from "./cache";
import { AwsCluster } from "./cluster";
import type { AwsComponents } from "./components";
import { AwsDatabase } from "./database";
import { dumpOnFargate } from "./dump";
import { AwsEncryptionKey } from "./encryption-key";
import { AwsLoadBalancer } from "./load-balancer";
import { AwsMonitoring } from "./monitoring";
import { AwsNetwork } from "./network";
import { AwsRegistry } from "./registry";
import { AwsSecrets } from "./secrets";
import { AwsService } from "./service";
import { AwsTelemetry } from "./telemetry";

export type { AwsComponents } from "./components";

/**
 * AWS, for one stack: a provider bound to the stack's region that tags all it makes. What lives in the recovery region
 * says so itself (`region` is an input of every AWS resource), so a second provider process is not needed.
 */
export function createProvider(specification: Specification): CloudProvider<AwsComponents> {
  const { region, tags } = specification;
  const provider = new Provider("aws", { region, defaultTags: { tags } });
  const account = accountOf(region, provider);
  return {
    cloud: "aws",
    providers: [provider],
    key: (name, args, opts) => new AwsEncryptionKey(name, { ...args, account }, opts),
    telemetry: (name, args, opts) => new AwsTelemetry(name, args, opts),
    network: (name, args, opts) => new AwsNetwork(name, args, opts),
    database: (name, args, opts) => new AwsDatabase(name, args, opts),
    cache: (name, args, opts) => new AwsCache(name, args, opts),
    registry: (name, args, opts) => new AwsRegistry(name, args, opts),
    secrets: (name, args, opts) => new AwsSecrets(name, args, opts),
    cluster: (name, args, opts) => new AwsCluster(name, args, opts),
    loadBalancer: (name, args, opts) => new AwsLoadBalancer(name, args, opts),
    service: (name, args, opts) => new AwsService(name, args, opts),
    monitoring: (name, args, opts) => new AwsMonitoring(name, args, opts),
    backup: (name, args, opts) => new AwsBackup(name, { ...args, makeDump: dumpOnFargate(args) }, opts),
    audit: (name, args, opts) => new AwsAudit(name, args, opts),
  };
}
