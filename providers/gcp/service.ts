import * as cloudrunv2 from "@pulumi/gcp/cloudrunv2";
import * as pulumi from "@pulumi/pulumi";
import { isObserved, Service, type ServiceArgs } from "../../components/service";
import type { EverySignal } from "../../observability/signals";
import { traffics } from "./canary";
import type { GcpComponents } from "./components";
import { Identity } from "./identity";
import { readinessPeriod } from "./health-check";
import { routeMeasures, serviceMeasures } from "./metrics";
import type { Measure } from "./prometheus-query";
import { assertRolledOut } from "./rollout";
import { openWays } from "./service-access";
import { serviceTemplate } from "./service-template";
import type { WatchedRequests } from "./watch";

type Args = ServiceArgs<GcpComponents>;

/**
 * A service on Cloud Run, over all zones of the region.
 *
 * What Cloud Run leaves to the image: it runs as the image's own user and, in a sandbox without any right on the host, on a
 * file system that can be written to, lies in the replica's memory and goes with it. So an image must name a user that is
 * not root, and a program should write to `/tmp` alone, whose size is limited.
 *
 * A rollout starts `min` replicas of the new version beside the old ones. Requests go to it only once their startup probe
 * succeeds; if it never does, the old version stays and the update fails. A version that becomes healthy and then raises
 * errors is told about (see `GcpMonitoring`), not taken back: Cloud Run has nothing for it, so that the deployment's own
 * smoke test must.
 */
export class GcpService extends Service {
  /** Name in the stack file, and of its container. */
  readonly title: string;
  readonly service: { readonly name: pulumi.Output<string>; readonly id: pulumi.Output<string> };
  readonly serviceAccount: { readonly email: pulumi.Output<string>; readonly id: pulumi.Output<string> };
  readonly measures: EverySignal<"service", Measure>;
  /** Absent when it is not public. */
  readonly requests?: WatchedRequests;

  /** @throws Error when no replica of Cloud Run is that large */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const { cluster, loadBalancer, network, telemetry } = args;
    const { project } = cluster;
    const tag = `service-${args.service}`;

    const identity = new Identity(
      child("account"),
      {
        project,
        stem: args.service,
        title: `The service ${args.service}`,
        roles: isObserved(args) ? telemetry.writerRoles : [],
      },
      within,
    );
    const readers = args.secrets.grantTo(identity.member);
    const ways = openWays(
      child,
      {
        title: `the service ${args.service}`,
        tag,
        network,
        database: args.database,
        cache: args.cache,
      },
      within,
    );
    const backend = loadBalancer?.backend(args.service);
    const service = new cloudrunv2.Service(
      child("run"),
      {
        project: project.id,
        name: backend?.serviceName ?? project.physicalName("cloudRunService", args.service),
        location: cluster.region,
        description: `The service ${args.service}`,
        ...(backend ? open : closed),
        // Targets for CPU and concurrency are not generally available yet.
        launchStage: "BETA",
        // It holds nothing that could be lost: what does, refuses by itself.
        deletionProtection: false,
        template: serviceTemplate(args, identity.email, [tag]),
        traffics: traffics(args.canary),
      },
      {
        ...within,
        // Its name is fixed: there can't be two of it, not even while one takes the other's place.
        deleteBeforeReplace: true,
        dependsOn: [...cluster.ready, ...telemetry.ready, ...identity.ready, ...readers, ...ways],
      },
    );

    this.title = args.service;
    this.service = { name: service.name, id: service.id };
    this.serviceAccount = { email: identity.email, id: identity.id };
    this.measures = serviceMeasures({ service: service.name, minimum: args.scaling.min });
    if (backend)
      this.requests = {
        backend: backend.name,
        measures: (slow) =>
          routeMeasures({
            backend: backend.name,
            slow,
            service: service.name,
            probePeriod: readinessPeriod,
          }),
      };
    const { now } = args.canary ?? {};
    this.registerOutputs({
      ...(now && { serving: now.stable }),
      // Not the revision, which is another than the one that a plan would hold.
      serviceName: pulumi
        .all([
          service.name,
          service.latestReadyRevision,
          service.latestCreatedRevision,
          service.terminalConditions,
        ])
        .apply(([name, ready, newest, conditions]) => {
          // A preview says what was there before, and changes nothing that could fail.
          if (!pulumi.runtime.isDryRun()) assertRolledOut(args.service, { ready, newest, conditions });
          return name;
        }),
    });
  }
}

/** Requests come through the load balancer and no other way; it asks nobody who they are, which is the service's business. */
const open = {
  ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
  invokerIamDisabled: true,
  defaultUriDisabled: true,
};
/** Nobody may call it: not from outside, and inside only whom IAM names, which is nobody. */
const closed = {
  ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
  invokerIamDisabled: false,
  defaultUriDisabled: true,
};
