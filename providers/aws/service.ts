import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import { Service, type ServiceArgs } from "../../components/service";
import type { EverySignal } from "../../observability/signals";
import { alternation, strategy, timeouts } from "./canary";
import type { AwsComponents } from "./components";
import type { TargetGroup } from "./load-balancer";
import { type Measure, serviceMeasures } from "./metrics";
import { rolledOut } from "./rollout";
import { rolloutAlarm } from "./rollout-alarm";
import { scale } from "./scaling";
import { openWays } from "./service-access";
import { serviceRoles } from "./service-roles";
import { taskDefinition } from "./task-definition";

type Args = ServiceArgs<AwsComponents>;

/** A service of ECS on Fargate in the private tier. */
export class AwsService extends Service {
  /** Name in the stack file. */
  readonly service: string;
  readonly serviceName: pulumi.Output<string>;
  readonly measures: EverySignal<"service", Measure>;
  readonly clusterName: pulumi.Output<string>;
  readonly taskRoleArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  /** `targetgroup/NAME/ID`, dimension of its request metrics; absent when it is not public. */
  readonly targetGroupArnSuffix?: pulumi.Output<string>;
  /** That of its second target group, if two versions of it may serve at once. */
  readonly alternateArnSuffix?: pulumi.Output<string>;

  /** @throws Error when Fargate has no task that large */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const { canary, cluster, loadBalancer, network, scaling } = args;

    const logs = new cloudwatch.LogGroup(
      child("logs"),
      { kmsKeyId: args.logsKey.arn, retentionInDays: args.logRetentionDays },
      within,
    );
    const roles = serviceRoles(child, args, logs, within);
    const group = new ec2.SecurityGroup(
      child("group"),
      { vpcId: network.vpcId, description: `The service ${args.service}, and nothing else` },
      within,
    );
    openWays(child, args, group.id, within);
    const definition = taskDefinition(child("task-definition"), { service: args, roles, logs }, within);

    const targets = loadBalancer?.targetGroup(args.service);
    const dimensions = loadBalancer &&
      targets && { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: targets.arnSuffix };
    const alarm = rolloutAlarm(
      child,
      {
        logs,
        alertTopicArn: args.telemetry.alertTopicArn,
        ...(dimensions && { dimensions, alternate: targets.alternate?.arnSuffix }),
      },
      within,
    );
    const service = new ecs.Service(
      child("ecs"),
      {
        cluster: cluster.arn,
        taskDefinition: definition.arn,
        ...rollout(alarm),
        ...(canary && targets?.alternate
          ? { deploymentConfiguration: strategy(canary) }
          : { deploymentCircuitBreaker: { enable: true, rollback: true } }),
        ...placement(args),
        ...(targets && registration(child("traffic"), args, targets, within)),
        desiredCount: scaling.min,
        networkConfiguration: {
          subnets: network.privateSubnetIds,
          securityGroups: [group.id],
          assignPublicIp: false,
        },
        enableExecuteCommand: false,
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
      },
      // The autoscaler decides on the number of replicas once the service is there.
      { ...within, ignoreChanges: ["desiredCount"], ...(canary && { customTimeouts: timeouts(canary) }) },
    );
    scale(
      child,
      pulumi.interpolate`service/${cluster.clusterName}/${service.name}`,
      {
        scaling,
        requestLabel: dimensions && pulumi.interpolate`${dimensions.LoadBalancer}/${dimensions.TargetGroup}`,
        shared: dimensions &&
          targets.alternate && {
            loadBalancer: dimensions.LoadBalancer,
            targetGroups: [dimensions.TargetGroup, targets.alternate.arnSuffix],
          },
      },
      within,
    );

    this.service = args.service;
    this.serviceName = service.name;
    this.clusterName = cluster.clusterName;
    this.measures = serviceMeasures({ cluster: cluster.clusterName, service: service.name });
    this.taskRoleArn = roles.task;
    this.securityGroupId = group.id;
    this.logGroupName = logs.name;
    if (targets) this.targetGroupArnSuffix = targets.arnSuffix;
    if (targets?.alternate) this.alternateArnSuffix = targets.alternate.arnSuffix;
    this.registerOutputs({
      serviceName: this.serviceName,
      taskDefinition: pulumi
        .all([cluster.arn, service.name, definition.arn])
        .apply(([clusterArn, serviceName, wanted]) =>
          // A preview changes nothing that could be taken back.
          pulumi.runtime.isDryRun()
            ? wanted
            : rolledOut(args.service, wanted, () => ecs.getService({ clusterArn, serviceName }, within)),
        ),
    });
  }
}

/** New replicas are there before old ones go, and a version that fails or raises the alarm is taken back. */
function rollout(alarm: cloudwatch.MetricAlarm) {
  return {
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
    alarms: { enable: true, rollback: true, alarmNames: [alarm.name] },
    availabilityZoneRebalancing: "ENABLED",
    waitForSteadyState: true,
  };
}

/** Spot where the service may be interrupted; from two replicas on, one stays on capacity that is not taken back. */
function placement({ interruptible, scaling }: Args) {
  const onDemand = { capacityProvider: "FARGATE", weight: interruptible ? 0 : 1, base: 1 };
  const spot = { capacityProvider: "FARGATE_SPOT", weight: 1 };
  const strategies = interruptible ? (scaling.min > 1 ? [onDemand, spot] : [spot]) : [onDemand];
  // Without it, another strategy would replace the service.
  return { capacityProviderStrategies: strategies, forceNewDeployment: true };
}

function registration(
  name: string,
  { port, probes, service }: Args,
  { alternate, arn: targetGroupArn }: TargetGroup,
  opts: pulumi.CustomResourceOptions,
) {
  const advancedConfiguration = alternate && alternation(name, alternate, opts);
  return {
    healthCheckGracePeriodSeconds: probes.grace,
    loadBalancers: [
      {
        targetGroupArn,
        containerName: service,
        containerPort: port,
        ...(advancedConfiguration && { advancedConfiguration }),
      },
    ],
  };
}
