import { assertRolledOut } from "../../../providers/gcp/rollout";
import { NUMBER } from "./mock-outputs";

const revision = (number: number) =>
  `projects/${NUMBER}/locations/r/services/api/revisions/api-0000${String(number)}`;
const follow = (ready: string, message = ""): void => {
  assertRolledOut("api", { ready, newest: revision(2), conditions: [{ message }] });
};

describe("a rollout on Cloud Run", () => {
  test("is over when the newest revision is ready", () => {
    expect(() => {
      follow("api-00002");
    }).not.toThrow();
  });

  test("fails when requests still go to another version, with what Cloud Run says of it", () => {
    expect(() => {
      follow("api-00001", "The container failed to start.");
    }).toThrow(
      'the rollout of "api" did not happen: api-00002 did not become ready, and requests still go to api-00001. The container failed to start.',
    );
  });

  test("fails when no revision was ever ready", () => {
    expect(() => {
      follow("");
    }).toThrow("did not become ready, and none serves. Its logs say more.");
  });
});
