import * as core from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { telemetryVariables } from "../service";
import type { Environment, ServiceSpecification } from "../specification";
import { autoscaler, disruptionBudget, type ScalingMetric } from "./autoscaler";
import { deployment } from "./deployment";
import type { Namespace, Peer } from "./namespace";
import { onlyWays, type Destination } from "./network-policy";
import type { PodParts, SecretKeys } from "./pod";
import { serviceAccount, type Identity } from "./service-account";
import { serviceObject, type Exposure } from "./service-object";

export interface WorkloadArgs extends Pick<
  ServiceSpecification,
  "port" | "public" | "cpu" | "memory" | "scaling" | "probes" | "metrics"
> {
  /** Plain environment variables, by name. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** Name of the service. */
  readonly service: string;
  readonly environmentName: Environment;
  /** Image reference, always by digest. */
  readonly image: pulumi.Input<string>;
  readonly namespace: Namespace;
  /** Share of requests traced, 0 to 1. */
  readonly traceSampling: number;
  /** Where traces are sent (OTLP over HTTP); absent: nowhere. */
  readonly traceEndpoint?: string | undefined;
  readonly secrets: SecretKeys;
  /** What binds it to an identity of the cluster's cloud. Default: nothing; it has one in the cluster only. */
  readonly identity?: Identity | undefined;
  /** What its pods have on this kind of cluster only. */
  readonly pod?: PodParts | undefined;
  /** Who may call its port, and where it may connect to, beside DNS; all else is denied both ways. */
  readonly callers: readonly Peer[];
  readonly destinations: readonly Destination[];
  /** Its Service object; absent: none is made, because nobody calls it or the load balancer brings one. */
  readonly exposure?: Exposure | undefined;
  /** What it is scaled on beside CPU and memory. */
  readonly scalingMetrics?: readonly ScalingMetric[] | undefined;
  /** What must be there before a replica starts, where no value says so. */
  readonly dependsOn?: readonly pulumi.Resource[] | undefined;
}

/**
 * A service as Kubernetes objects, the same on every cluster: its ServiceAccount, a ConfigMap with its plain variables, its
 * replicas, their Service, what scales and what protects them, and the only ways to and from them.
 *
 * The ConfigMap is immutable and is named by Pulumi. Another content is another object with another name, which rolls the
 * pods; the old one stays until the rollout is over. A name made of the content would not do: going back after a failed
 * update would give the name of an object that is about to be deleted.
 */
export class Workload extends Component {
  /** Resolves once its replicas are ready. */
  readonly deploymentName: pulumi.Output<string>;
  readonly serviceAccountName: pulumi.Output<string>;
  /** Absent without `exposure`. */
  readonly serviceName?: pulumi.Output<string>;
  readonly port: number;

  constructor(name: string, args: WorkloadArgs, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", "Workload", name, opts);
    const within = { parent: this };
    const { exposure, identity, namespace, port, service: program } = args;
    const account = serviceAccount(this.child("account"), { identity, namespace, program }, within);
    const configuration = new core.ConfigMap(
      this.child("variables"),
      {
        metadata: namespace.metadata(program),
        immutable: true,
        data: { ...telemetryVariables(args, args.traceEndpoint), ...args.environment },
      },
      within,
    );
    const ways = onlyWays(this.child("ways"), { ...args, program }, within);
    const replicas = deployment(
      this.child("deployment"),
      {
        ...args,
        program,
        parts: args.pod,
        podLabels: identity?.podLabels,
        serviceAccountName: account.name,
        configMapName: configuration.metadata.name,
      },
      // The ways first: replicas that can't reach their database never become ready.
      { ...within, dependsOn: [ways, ...account.bindings, ...(args.dependsOn ?? [])] },
    );
    const deploymentName = replicas.metadata.name;
    autoscaler(
      this.child("scaling"),
      { namespace, program, deploymentName, scaling: args.scaling, metrics: args.scalingMetrics },
      within,
    );
    disruptionBudget(this.child("disruptions"), { namespace, program }, within);
    if (exposure) {
      const object = serviceObject(this.child("service"), { ...exposure, namespace, program, port }, within);
      this.serviceName = object.metadata.name;
    }
    this.deploymentName = deploymentName;
    this.serviceAccountName = account.name;
    this.port = port;
    this.registerOutputs({ deploymentName });
  }
}
