import type { LoadBalancerArgs } from "../../../components/load-balancer";
import type { NetworkArgs } from "../../../components/network";
import { Platform } from "../../../components/platform";
import type { SecretsArgs } from "../../../components/secrets";
import type { Specification } from "../../../components/specification";
import type { TelemetryArgs } from "../../../components/telemetry";
import { createProvider } from "../../../providers/gcp";
import { GcpCluster } from "../../../providers/gcp/cluster";
import type { GcpComponents } from "../../../providers/gcp/components";
import { GcpEncryptionKey } from "../../../providers/gcp/encryption-key";
import { GcpLoadBalancer } from "../../../providers/gcp/load-balancer";
import { GcpNetwork } from "../../../providers/gcp/network";
import { GcpProject } from "../../../providers/gcp/project";
import { GcpRegistry } from "../../../providers/gcp/registry";
import { GcpSecrets } from "../../../providers/gcp/secrets";
import { GcpTelemetry } from "../../../providers/gcp/telemetry";
import { specificationOn } from "../fixture";

/** Components to stand in for what the component under test is given. Each is made by the call, inside `record`. */

export const project = (environment: "dev" | "prod" = "prod") =>
  new GcpProject("project", specificationOn("gcp", environment), {});

export const key = (purpose: "data" | "logs" = "logs", protection = true, within = project()) =>
  new GcpEncryptionKey(`${purpose}-key`, { purpose, protection, project: within }, {});

export const network = (args: Partial<NetworkArgs<GcpComponents>> = {}) =>
  new GcpNetwork(
    "network",
    { cidr: "10.0.0.0/16", zones: 3, egress: "zonal", logRetentionDays: 30, key: args.key ?? key(), ...args },
    {},
  );

export const telemetry = (args: Partial<TelemetryArgs<GcpComponents>> = {}) =>
  new GcpTelemetry(
    "telemetry",
    { logRetentionDays: 30, traceSampling: 0.1, protection: true, key: args.key ?? key(), ...args },
    {},
  );

export const cluster = (net: GcpNetwork, dataKey: GcpEncryptionKey, logsKey: GcpEncryptionKey) =>
  new GcpCluster("cluster", { network: net, key: dataKey, logsKey, logRetentionDays: 30 }, {});

export const registry = (protection = true) =>
  new GcpRegistry("api-registry", { key: key("data"), protection }, {});

export const secrets = (args: Partial<SecretsArgs<GcpComponents>> = {}) =>
  new GcpSecrets(
    "api-secrets",
    {
      owner: "api",
      key: args.key ?? key("data"),
      values: { SECRET_KEY: { from: "generated", length: 64 } },
      secretGeneration: "1",
      protection: true,
      ...args,
    },
    {},
  );

export const route = { service: "api", path: "/*", port: 8000, health: "/ready" };

export const loadBalancer = (args: Partial<LoadBalancerArgs<GcpComponents>> = {}) => {
  const within = project();
  const logsKey = args.logsKey ?? key("logs", true, within);
  const net = args.network ?? network({ key: logsKey });
  return new GcpLoadBalancer(
    "entry",
    {
      network: net,
      cluster: args.cluster ?? cluster(net, key("data", true, within), logsKey),
      logsKey,
      routes: [route],
      webApplicationFirewall: false,
      logRetentionDays: 90,
      protection: true,
      ...args,
    },
    {},
  );
};

/** The platform on Google Cloud, as `index.ts` makes it. */
export function platformOnGcp(specification: Specification): Platform<GcpComponents> {
  const provider = createProvider(specification);
  return new Platform("platform", specification, provider, { providers: [...provider.providers] });
}
