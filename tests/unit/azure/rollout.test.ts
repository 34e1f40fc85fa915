import { rolledOut, type Revisions } from "../../../providers/azure/rollout";

const app = (ready: string, latest: string, more: Partial<Revisions> = {}): Revisions => ({
  latestReadyRevisionName: ready,
  latestRevisionName: latest,
  provisioningState: "Succeeded",
  deploymentErrors: "",
  ...more,
});

/** Follows a rollout in which Azure answers so, the last for ever; and how often it was waited for. */
async function follow(...answers: readonly Revisions[]) {
  let asked = 0;
  let waited = 0;
  const revision = await rolledOut(
    "api",
    () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)] ?? app("", "")),
    () => {
      waited++;
      return Promise.resolve();
    },
  );
  return { revision, waited };
}

describe("a rollout on Container Apps", () => {
  test("is over when the newest revision is ready, and is waited for until then", async () => {
    expect(await follow(app("api--2", "api--2"))).toEqual({ revision: "api--2", waited: 0 });
    const slow = [app("api--1", "api--2"), app("api--1", "api--2"), app("api--2", "api--2")];
    expect(await follow(...slow)).toEqual({ revision: "api--2", waited: 2 });
  });

  test("is waited for the first time too, when no revision was ever ready", async () => {
    expect(await follow(app("", "api--1"), app("api--1", "api--1"))).toMatchObject({ waited: 1 });
    await expect(follow(app("", "api--1", { provisioningState: "Failed" }))).rejects.toThrow(
      "api--1 did not become ready, and none serves",
    );
  });

  test("fails at once where Azure says so, in its words", async () => {
    await expect(follow(app("api--1", "api--2", { deploymentErrors: "Image not found" }))).rejects.toThrow(
      'the rollout of "api" was not taken over: api--2 did not become ready, and api--1 still serves. Image not found',
    );
  });

  test("fails after five minutes where Azure calls it a success (pulumi-azure-native#2779)", async () => {
    await expect(follow(app("api--1", "api--2"))).rejects.toThrow("api--2 did not become ready");
  });
});
