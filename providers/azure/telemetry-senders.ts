import type * as pulumi from "@pulumi/pulumi";
import { isObserved } from "../../components/service";
import { grant } from "./role";
import type { AzureScope } from "./scope";
import type { AzureTelemetry } from "./telemetry";

interface SendersArgs {
  readonly scope: AzureScope;
  readonly telemetry: AzureTelemetry;
  readonly metrics: boolean;
  readonly traceSampling: number;
  /** Object id of the service's identity, as which the collector beside it sends. */
  readonly principalId: pulumi.Input<string>;
}

/** Lets a service send what of it is watched: traces, samples, or neither. */
export function grantSending(
  child: (role: string) => string,
  service: SendersArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { principalId, scope, telemetry } = service;
  const places = {
    ...(isObserved(service) && { traces: telemetry.applicationInsights.id }),
    ...(service.metrics && { metrics: telemetry.metrics.rule }),
  };
  return Object.entries(places).map(([role, on]) =>
    grant(child(`${role}-sender`), { scope, role: "Monitoring Metrics Publisher", principalId, on }, opts),
  );
}
