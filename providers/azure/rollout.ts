import type { GetContainerAppResult } from "@pulumi/azure-native/app/getContainerApp";
import * as pulumi from "@pulumi/pulumi";

/** What Azure tells of an app's revisions. */
export type Revisions = Pick<
  GetContainerAppResult,
  "deploymentErrors" | "latestReadyRevisionName" | "latestRevisionName" | "provisioningState"
>;

/** Five minutes, the objective of a deployment: longer than a start and a first readiness probe take. */
const questions = 60;
const between = () => new Promise<void>((resolve) => setTimeout(resolve, 5000));

/**
 * Name of an app's newest revision, once it is ready. Container Apps leaves all requests with the revision before until then,
 * and for good when it never is, which it may still call a success (pulumi-azure-native#2779): so Azure itself is asked.
 *
 * @param ask asks Azure for the app as it is now
 * @param wait lets the time between two questions pass
 * @throws pulumi.RunError when the newest revision failed, or is not ready within five minutes
 */
export async function rolledOut(
  service: string,
  ask: () => Promise<Revisions>,
  wait: () => Promise<void> = between,
): Promise<string> {
  for (let asked = 1; ; asked++) {
    const app = await ask();
    const { latestReadyRevisionName: ready, latestRevisionName: latest } = app;
    if (ready === latest) return latest;
    if (app.provisioningState === "Failed" || app.deploymentErrors || asked === questions)
      throw new pulumi.RunError(
        `the rollout of "${service}" was not taken over: ${latest} did not become ready, and ` +
          `${ready ? `${ready} still serves` : "none serves"}. ${app.deploymentErrors || "The system logs of the container app say why"}`,
      );
    await wait();
  }
}
