import * as cdn from "@pulumi/azure-native/cdn";

/**
 * How Front Door finds out whether a service can serve: it asks for the readiness path. Each of its about two hundred
 * places asks by itself, so once in two minutes is more than one request a second.
 */
export function originHealth(path: string, probeProtocol: "Http" | "Https") {
  return {
    probePath: path,
    probeProtocol: cdn.ProbeProtocol[probeProtocol],
    probeRequestType: cdn.HealthProbeRequestType.GET,
    probeIntervalInSeconds: 120,
  };
}
