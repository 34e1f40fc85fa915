import type { GetServiceResult } from "@pulumi/aws/ecs/getService";
import * as pulumi from "@pulumi/pulumi";

/** What ECS tells of a service: its task definition is an ARN or `FAMILY:REVISION`, its events come newest first. */
export type Running = Partial<Pick<GetServiceResult, "taskDefinition">> & {
  readonly events?: readonly Pick<GetServiceResult["events"][number], "message">[];
};

/** Events in which the cause of a rollout's end is looked for: older ones are of rollouts before it. */
const recent = 20;
const telling = /fail|unable|error|unhealthy|alarm|rolling back/i;

/**
 * The task definition that a service was given, if it is what runs. ECS calls a service steady also after it went back to the
 * version before, which the AWS provider does not always notice (pulumi-aws#4487): so ECS itself is asked.
 *
 * @param wanted ARN of the task definition that it was given
 * @param ask asks ECS for the service as it is now
 * @throws pulumi.RunError with ECS's own reasons when another one runs
 */
export async function rolledOut(
  service: string,
  wanted: string,
  ask: () => Promise<Running>,
): Promise<string> {
  const { events = [], taskDefinition: running } = await ask();
  if (running === undefined || revision(running) === revision(wanted)) return wanted;
  const reasons = events
    .slice(0, recent)
    .map(({ message }) => message)
    .filter((message) => telling.test(message))
    .reverse();
  throw new pulumi.RunError(
    `the rollout of "${service}" was taken back: it runs ${revision(running)} instead of ${revision(wanted)}. ` +
      [...new Set(reasons), "The logs of its stopped tasks say more."].join(" "),
  );
}

const revision = (definition: string): string => definition.slice(definition.lastIndexOf("/") + 1);
