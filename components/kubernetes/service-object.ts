import * as core from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "./namespace";
import { portName } from "./probes";

/** How a service can be called. */
export interface Exposure {
  /** Default: `ClusterIP`, from within the cluster only. */
  readonly type?: "ClusterIP" | "LoadBalancer" | undefined;
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
}

interface ServiceObjectArgs extends Exposure {
  readonly namespace: Namespace;
  readonly program: string;
  readonly port: number;
  /** Default: one that Pulumi makes. */
  readonly name?: pulumi.Input<string> | undefined;
}

/** Who waits for a Service's pods is their Deployment: Pulumi's own wait would end after ten minutes. */
const notAwaited = { "pulumi.com/skipAwait": "true" };

/** The Service object through which a program's ready pods are called, on the same port as theirs. */
export function serviceObject(
  name: string,
  { annotations, name: called, namespace, port, program, type = "ClusterIP" }: ServiceObjectArgs,
  opts: pulumi.CustomResourceOptions,
): core.Service {
  return new core.Service(
    name,
    {
      metadata: {
        ...namespace.metadata(program),
        ...(called !== undefined && { name: called }),
        annotations: { ...(type === "ClusterIP" && notAwaited), ...annotations },
      },
      spec: {
        type,
        selector: namespace.selector(program),
        ports: [{ name: portName, port, targetPort: portName, protocol: "TCP" }],
      },
    },
    opts,
  );
}
