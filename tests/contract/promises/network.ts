import { isOwners, type Promised } from ".";

export const networkPromises: readonly Promised[] = [
  {
    promise: "Only the load balancer takes connections from outside, on 80 and 443",
    broken: ({ evidence }) => [
      ...evidence.openToInternet
        .filter(({ component, port }) => component !== "entry" || ![80, 443].includes(port))
        .map(({ component, port }) => `${component} takes connections on ${String(port)}`),
      ...evidence.services.filter(({ exposed }) => exposed).map(({ name }) => `${name} has a public address`),
    ],
  },
  {
    promise: "The data tier has no way to the internet",
    part: "network",
    broken: ({ evidence }) => [
      ...evidence.dataTierWaysOut,
      ...(evidence.dataTier.length === 0 ? ["there is no data tier"] : []),
    ],
  },
  {
    promise: "The network's traffic is recorded",
    part: "network",
    broken: ({ evidence }) => (evidence.flowLogs.length === 0 ? ["there is no flow log"] : []),
  },
  {
    promise: "The loss of one zone does not cut the way out where egress is zonal",
    part: "network",
    broken: ({ evidence, specification: { network } }) =>
      network.egress === "zonal" && evidence.egressZones < network.zones
        ? [`it depends on ${String(evidence.egressZones)} of ${String(network.zones)} zones`]
        : [],
  },
  {
    promise: "With a domain, HTTPS with a managed certificate, TLS 1.2 or newer, and HTTP sent there",
    broken: ({ cloud, evidence: { entry }, specification: { domain } }) => {
      if (entry === undefined) return ["nothing is public"];
      if (domain === undefined) return [];
      return [
        ...(entry.https ? [] : ["there is no HTTPS"]),
        ...(entry.certificates.includes(domain.name) ? [] : [`no certificate is for ${domain.name}`]),
        ...(entry.oldestTls >= 1.2 || isOwners(cloud, "entry")
          ? []
          : [`TLS ${String(entry.oldestTls)} is spoken`]),
        ...(entry.plainHttp === "served" ? ["plain HTTP is served"] : []),
      ];
    },
  },
  {
    promise: "Requests pass a web application firewall where asked for, and are logged",
    part: "entry",
    broken: ({ evidence: { entry }, specification: { webApplicationFirewall } }) => [
      ...(webApplicationFirewall && entry?.firewall !== true ? ["there is no firewall"] : []),
      ...(entry?.accessLogs === true ? [] : ["access is not logged"]),
    ],
  },
];
