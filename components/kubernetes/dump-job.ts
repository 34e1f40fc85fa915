import * as batch from "@pulumi/kubernetes/batch/v1";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import type { Namespace } from "./namespace";
import { onlyWays, type Destination } from "./network-policy";
import { podSpec, resources, secretVariables, type PodParts, type SecretKeys } from "./pod";
import { dumpSize } from "./quota";
import { serviceAccount, type Identity } from "./service-account";

export interface DumpJobArgs {
  readonly namespace: Namespace;
  readonly image: pulumi.Input<string>;
  /** `s3://BUCKET/FOLDER`, `file:///FOLDER` and so on; see workloads/README.md. */
  readonly destination: pulumi.Input<string>;
  /** What the dumps are called after. */
  readonly backupName: pulumi.Input<string>;
  /** `DATABASE_URL`, and what the destination asks for. */
  readonly secrets: SecretKeys;
  /** Further plain variables. Default: none. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  readonly identity?: Identity | undefined;
  readonly pod?: PodParts | undefined;
  /** The database and the place of the dumps. */
  readonly destinations: readonly Destination[];
}

/** UTC. */
const schedule = "0 4 * * *";
/** Seconds that a start may be late, and after which a dump that is stuck is given up. */
const latestStart = 60 * 60;
const longest = 4 * 60 * 60;
/** Seconds that a finished job is there to be looked at: one that failed is not taken for the next night's. */
const kept = 23 * 60 * 60;
/** Seconds to take back an upload that is under way. */
const gracePeriod = 120;

/**
 * The nightly logical dump as a CronJob: one at a time, tried twice.
 *
 * The image's contract: it finds `DATABASE_URL` (a secret), `BACKUP_DESTINATION` and `BACKUP_NAME` in its environment, writes
 * one dump, and ends with 0 only when the dump is complete.
 */
export class DumpJob extends Component {
  readonly cronJobName: pulumi.Output<string>;
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: DumpJobArgs, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", "Dump", name, opts);
    const within = { parent: this };
    const { destinations, identity, namespace } = args;
    const program = "dump";
    const account = serviceAccount(this.child("account"), { identity, namespace, program }, within);
    const ways = onlyWays(this.child("ways"), { namespace, program, callers: [], destinations }, within);
    const job = new batch.CronJob(
      this.child("job"),
      {
        metadata: namespace.metadata(program),
        spec: {
          schedule,
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: latestStart,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            spec: {
              backoffLimit: 1,
              ttlSecondsAfterFinished: kept,
              activeDeadlineSeconds: longest,
              template: {
                metadata: { labels: { ...identity?.podLabels, ...namespace.selector(program) } },
                spec: {
                  ...podSpec({
                    container: container(args),
                    gracePeriod,
                    parts: args.pod,
                    serviceAccountName: account.name,
                  }),
                  restartPolicy: "Never",
                },
              },
            },
          },
        },
      },
      { ...within, dependsOn: [ways, ...account.bindings] },
    );
    this.cronJobName = job.metadata.name;
    this.serviceAccountName = account.name;
    this.registerOutputs({ cronJobName: this.cronJobName });
  }
}

function container({ backupName, destination, environment, image, secrets }: DumpJobArgs) {
  const plain = { ...environment, BACKUP_DESTINATION: destination, BACKUP_NAME: backupName };
  return {
    name: "dump",
    image,
    env: [
      ...Object.entries(plain)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => ({ name, value })),
      ...secretVariables(secrets),
    ],
    resources: resources(dumpSize),
  };
}
