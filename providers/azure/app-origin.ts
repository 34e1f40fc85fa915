import * as pulumi from "@pulumi/pulumi";
import type { AzureCluster } from "./cluster";
import { physicalName } from "./names";
import type { OriginOf } from "./routes";

/** Services as apps of an environment: by HTTPS, under the name that each app will have. */
export function appOrigin({ environment }: AzureCluster): OriginOf {
  return ({ service }) => {
    const host = pulumi.interpolate`${physicalName("containerApp", service)}.${environment.defaultDomain}`;
    return { host, hostHeader: host, protocol: "Https", port: 443 };
  };
}
