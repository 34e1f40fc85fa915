import type { Runtime } from "../../../components/specification";
import { contracts } from "../../contract/clouds";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { type Recording, record } from "../mocks";

/** The mocks give objects of a cluster no name of their own in a preview, which pod identities on AWS are made of. */
const beyondMocks = "aws kubernetes";
const runtimes: readonly Runtime[] = ["containers", "kubernetes"];
const places = Object.entries(contracts).flatMap(([cloud, contract]) =>
  runtimes
    .filter((runtime) => contract[runtime] !== undefined && `${cloud} ${runtime}` !== beyondMocks)
    .map((runtime) => [cloud, runtime] as const),
);

/** What each resource waits for. */
const dependencies = (recording: Recording) =>
  new Map(recording.registrations.map(({ urn, dependencies }) => [urn, [...dependencies].sort()]));

test.each(places)(
  "on %s (%s) a preview sees every dependency of the update after it, or the update would violate its plan",
  async (cloud, runtime) => {
    const [planned, updated] = await withFolder({ Dockerfile: "FROM scratch\n" }, async (context) => {
      const specification = withContext(specificationOn(cloud, "prod", runtime), context);
      const run = (preview: boolean) => record(() => platformOn(specification), { preview });
      return [dependencies(await run(true)), dependencies(await run(false))];
    });
    expect(updated.size).toBeGreaterThan(50);
    expect(planned).toEqual(updated);
  },
);
