import type { Evidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";

type Network = Pick<
  Evidence,
  "openToInternet" | "dataTierWaysOut" | "dataTier" | "flowLogs" | "egressZones" | "entry"
>;

const everywhere = ["0.0.0.0/0", "::/0"];
const firewall = "gcp:compute/firewall:Firewall";
const instance = "gcp:sql/databaseInstance:DatabaseInstance";
const forwarding = "gcp:compute/globalForwardingRule:GlobalForwardingRule";

export function network(resources: Resources): Network {
  return {
    openToInternet: [
      ...resources
        .of(firewall)
        .filter(({ inputs }) => inputs["direction"] === "INGRESS")
        .filter(
          ({ inputs }) =>
            hasNoSource(inputs) ||
            list(inputs["sourceRanges"]).some((range) => everywhere.includes(text(range))),
        )
        .flatMap(({ component, inputs }) =>
          list(inputs["allows"])
            // Without ports, every port.
            .flatMap((allowed) => (at(allowed, "ports") === null ? ["0"] : list(at(allowed, "ports"))))
            .map((port) => ({ component, port: number(text(port).split("-")[0]) })),
        ),
      ...resources
        .of(forwarding)
        .map(({ component, inputs }) => ({ component, port: number(inputs["portRange"]) })),
    ],
    // The data tier is the range that Google's own network, behind a peering, makes databases and caches in.
    dataTier: resources
      .of("gcp:servicenetworking/connection:Connection")
      .flatMap(({ inputs }) => list(inputs["reservedPeeringRanges"]).map(text)),
    dataTierWaysOut: [
      ...resources
        .of(instance)
        .filter(({ inputs }) => at(inputs, "settings.ipConfiguration.ipv4Enabled") !== false)
        .map(({ name }) => `${name} has a public address`),
      // Only a peering that hands on the network's routes shows the data tier its way to the internet.
      ...resources
        .of("gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig")
        .filter(({ inputs }) => inputs["exportCustomRoutes"] === true)
        .map(({ name }) => name),
    ],
    flowLogs: resources
      .of("gcp:compute/subnetwork:Subnetwork")
      .filter(({ inputs }) => at(inputs, "logConfig.flowSampling") !== null)
      .map(({ name }) => name),
    // Cloud NAT is a function of the region: no machine or zone stands behind it.
    egressZones: resources.of("gcp:compute/routerNat:RouterNat").length > 0 ? Infinity : 0,
    entry: entryEvidence(resources),
  };
}

/** A rule that names nobody lets everybody in. */
function hasNoSource(inputs: Resource["inputs"]): boolean {
  return ["sourceRanges", "sourceTags", "sourceServiceAccounts"].every(
    (property) => list(inputs[property]).length === 0,
  );
}

function entryEvidence(resources: Resources): Evidence["entry"] {
  const backends = resources.of("gcp:compute/backendService:BackendService");
  if (backends.length === 0) return undefined;
  const rules = resources.of(forwarding);
  const https = rules
    .map(({ inputs }) => resources.with("gcp:compute/targetHttpsProxy:TargetHttpsProxy", inputs["target"]))
    .find((proxy) => proxy !== undefined);
  const http = rules
    .map(({ inputs }) => resources.with("gcp:compute/targetHttpProxy:TargetHttpProxy", inputs["target"]))
    .find((proxy) => proxy !== undefined);
  const httpMap = resources.with("gcp:compute/uRLMap:URLMap", http?.inputs["urlMap"]);
  const redirected = at(httpMap?.inputs, "defaultUrlRedirect.httpsRedirect") === true;
  const tls = resources.with("gcp:compute/sSLPolicy:SSLPolicy", https?.inputs["sslPolicy"]);
  const [, version = ""] = /^TLS_(1_[0-3])$/.exec(text(tls?.inputs["minTlsVersion"])) ?? [];
  return {
    certificates: resources
      .of("gcp:certificatemanager/certificate:Certificate")
      .flatMap(({ inputs }) => list(at(inputs, "managed.domains")).map(text)),
    https: https !== undefined,
    plainHttp: http === undefined ? "refused" : redirected ? "redirected" : "served",
    oldestTls: number(version.replace("_", ".")),
    firewall: backends.every(
      ({ inputs }) =>
        resources.with("gcp:compute/securityPolicy:SecurityPolicy", inputs["securityPolicy"]) !== undefined,
    ),
    accessLogs: backends.every(({ inputs }) => at(inputs, "logConfig.enable") === true),
  };
}
