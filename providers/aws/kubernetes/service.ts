import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { Workload } from "../../../components/kubernetes/workload";
import { Service, type ServiceArgs } from "../../../components/service";
import type { EverySignal } from "../../../observability/signals";
import { traceEndpoint } from "../collector";
import type { Measure } from "../metrics";
import { errorPattern, rolloutAlarm } from "../rollout-alarm";
import { telemetryStatements } from "../service-roles";
import { secretStatements } from "../task-roles";
import { collector } from "./collector";
import type { AwsKubernetesComponents } from "./components";
import { destinations } from "./destinations";
import { placement } from "./node-pool";
import { PodIdentity } from "./pod-identity";
import { type PodHandles, podMeasures } from "./pod-metrics";
import { secretDelivery } from "./secret-delivery";

type Args = ServiceArgs<AwsKubernetesComponents>;

/**
 * A service in the cluster. Its pods are registered with the load balancer by their own addresses, and have one role: sending
 * telemetry and reading the service's own secrets.
 */
export class AwsKubernetesService extends Service {
  /** Name in the stack file. */
  readonly service: string;
  readonly clusterName: pulumi.Output<string>;
  readonly handles: PodHandles;
  readonly measures: EverySignal<"service", Measure>;
  /** `targetgroup/NAME/ID`, dimension of its request metrics; absent when it is not public. */
  readonly targetGroupArnSuffix?: pulumi.Output<string>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const { cluster, loadBalancer, service } = args;
    const within = { parent: this };
    const inCluster = { ...within, provider: cluster.provider };

    this.openWays(args);
    const delivery = secretDelivery(
      this.child("secret-delivery"),
      { program: service, secrets: args.secrets, cluster },
      inCluster,
    );
    const workload = new Workload(
      this.child("workload"),
      {
        ...args,
        namespace: cluster.namespace,
        traceEndpoint,
        secrets: delivery.keys,
        identity: { bind: (serviceAccount) => [this.identity(serviceAccount, args).association] },
        pod: { ...delivery.parts, ...placement(args), sidecars: collector(args) },
        callers: loadBalancer ? args.network.plan.public.map((cidr) => ({ ipBlock: { cidr } })) : [],
        destinations: destinations(args),
        exposure: loadBalancer && {},
        dependsOn: delivery.resources,
      },
      { ...within, providers: [cluster.provider] },
    );

    this.service = service;
    this.clusterName = cluster.clusterName;
    this.handles = {
      cluster: cluster.clusterName,
      namespace: cluster.namespace.namespaceName,
      workload: workload.deploymentName,
    };
    this.measures = podMeasures(this.handles);
    const targets = this.register(workload, args);
    if (targets) this.targetGroupArnSuffix = targets.arnSuffix;
    rolloutAlarm(
      (role) => this.child(role),
      {
        logs: cluster.applicationLogs,
        alertTopicArn: args.telemetry.alertTopicArn,
        consequence: "deploy the image before it if a new version does it",
        errors: {
          pattern: `($.kubernetes.container_name = "${service}") && (${errorPattern("$.log_processed")})`,
          metricName: pulumi.interpolate`${cluster.clusterName}-${service}`,
        },
        ...(loadBalancer &&
          targets && {
            dimensions: { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: targets.arnSuffix },
          }),
      },
      within,
    );
    this.registerOutputs({ deploymentName: workload.deploymentName });
  }

  private openWays({ cache, cluster, database, loadBalancer, port }: Args): void {
    if (database) cluster.ways.toStore("database", database);
    if (cache) cluster.ways.toStore("cache", cache);
    if (loadBalancer) cluster.ways.fromLoadBalancer(loadBalancer, port);
  }

  private identity(serviceAccount: pulumi.Output<string>, args: Args): PodIdentity {
    const { account, arn: clusterArn, clusterName, namespace } = args.cluster;
    return new PodIdentity(
      this.child("role"),
      {
        account,
        clusterArn,
        clusterName,
        namespace: namespace.namespaceName,
        serviceAccount,
        statements: [...telemetryStatements(args), ...secretStatements("Secrets", args.secrets, account)],
      },
      { parent: this },
    );
  }

  private register(workload: Workload, { cluster, loadBalancer, port, service }: Args) {
    const targets = loadBalancer?.targetGroup(service);
    if (targets && workload.serviceName)
      new CustomResource(
        this.child("registration"),
        {
          apiVersion: "eks.amazonaws.com/v1",
          kind: "TargetGroupBinding",
          metadata: cluster.namespace.metadata(service),
          spec: {
            serviceRef: { name: workload.serviceName, port },
            targetGroupARN: targets.arn,
            targetType: "ip",
          },
        },
        { parent: this, provider: cluster.provider },
      );
    return targets;
  }
}
