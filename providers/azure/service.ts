import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";
import { isObserved, Service, type ServiceArgs } from "../../components/service";
import type { EverySignal } from "../../observability/signals";
import { revisions } from "./canary";
import type { AzureComponents } from "./components";
import { collectorSize, collector } from "./collector";
import { type ContainerSize, containerSize } from "./container-size";
import { sendMetrics } from "./diagnostics";
import { type Measure, serviceMeasures, signOfApp } from "./metrics";
import { physicalName } from "./names";
import type { AzureRegistry } from "./registry";
import { rolledOut } from "./rollout";
import { scale } from "./scaling";
import type { Scoped } from "./scope";
import { scratch, serviceContainer } from "./service-container";
import { configurationOf, type WorkloadIdentity, workloadIdentity } from "./service-identity";
import { grantSending } from "./telemetry-senders";

type Args = Scoped<ServiceArgs<AzureComponents>> & { readonly registry: AzureRegistry | undefined };

/** Seconds between the request to stop and the kill: a request that takes 30 s can still end. */
const terminationGracePeriodSeconds = 45;
/** Revisions without replicas that are kept, to be looked at after a rollout that failed. */
const maxInactiveRevisions = 5;

/**
 * A service on Azure Container Apps.
 *
 * A rollout is a new revision beside the old one. In single-revision mode Container Apps moves all requests only when the
 * new one has as many ready replicas as the old one had, and leaves them where they are when it does not become ready: so
 * going back needs no weights of ours, which multiple-revision mode would want set anew with each rollout. A canary uses
 * that mode while it is under way.
 *
 * Container Apps never runs a container as privileged, but has no setting for a container's user, its capabilities or a
 * read-only root: the image decides on its user (ours is 65532), and what is written outside of /tmp goes with the replica.
 */
export class AzureService extends Service {
  /** Name in the stack file. */
  readonly service: string;
  readonly app: { readonly id: pulumi.Output<string>; readonly name: pulumi.Output<string> };
  readonly identity: WorkloadIdentity;
  readonly measures: EverySignal<"service", Measure>;
  readonly sign: pulumi.Output<string>;
  readonly isPublic: boolean;

  /** @throws Error when Container Apps has no replica that large */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const within = { parent: this };
    const { cluster, registry, scope, secrets } = args;
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const identity = workloadIdentity((role) => this.child(role), { scope, secrets, registry }, within);
    const { principalId } = identity;
    const grants = [
      ...identity.grants,
      ...grantSending((role) => this.child(role), { ...args, principalId }, within),
    ];
    const observed = isObserved(args);
    const { activeRevisionsMode, traffic } = revisions(args.canary);
    const application = new app.ContainerApp(
      this.child("app"),
      {
        resourceGroupName,
        location,
        tags,
        // Known to the load balancer before the app is there.
        containerAppName: physicalName("containerApp", args.service),
        environmentId: cluster.environment.id,
        workloadProfileName: "Consumption",
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        configuration: {
          activeRevisionsMode,
          maxInactiveRevisions,
          ...configurationOf(identity, secrets, registry),
          ...(args.loadBalancer && { ingress: ingress(args.port, traffic) }),
        },
        template: {
          containers: [
            serviceContainer(args),
            ...(observed ? [collector({ ...args, clientId: identity.clientId })] : []),
          ],
          scale: scale(args.scaling, args.public),
          terminationGracePeriodSeconds,
          volumes: [{ name: scratch, storageType: "EmptyDir" }],
        },
      },
      { ...within, dependsOn: grants },
    );
    sendMetrics(this.child("metrics"), { scope, resource: application.id }, within);

    this.service = args.service;
    this.app = { id: application.id, name: application.name };
    this.identity = identity;
    this.measures = serviceMeasures({
      app: application.id,
      replica: replicaSize(containerSize(args.cpu, args.memory), observed),
      minimum: args.scaling.min,
    });
    this.sign = signOfApp(application.id);
    this.isPublic = args.loadBalancer !== undefined;
    const { now } = args.canary ?? {};
    this.registerOutputs({
      ...(now && { serving: now.stable }),
      // Not the revision, which is another than the one that a plan would hold.
      app: pulumi
        .all([resourceGroupName, application.name, application.latestRevisionName])
        .apply(async ([group, containerAppName]) => {
          const where = { resourceGroupName: group, containerAppName };
          // A preview changes nothing that could fail.
          if (!pulumi.runtime.isDryRun())
            await rolledOut(args.service, () => app.getContainerApp(where, within));
          return containerAppName;
        }),
    });
  }
}

/** The way in, by HTTPS. */
function ingress(targetPort: number, traffic: ReturnType<typeof revisions>["traffic"]) {
  return {
    external: true,
    targetPort,
    transport: "http",
    allowInsecure: false,
    traffic,
  };
}

function replicaSize({ cpu, memory }: ContainerSize, observed: boolean) {
  const all = observed ? [{ cpu, memory }, collectorSize] : [{ cpu, memory }];
  return {
    cpu: all.reduce((sum, size) => sum + size.cpu, 0),
    memory: all.reduce((sum, size) => sum + Number.parseFloat(size.memory), 0),
  };
}
