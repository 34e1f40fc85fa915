import { contracts } from "../../contract/clouds";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { type Recording, record } from "../mocks";

const clouds = Object.keys(contracts).filter((cloud) => contracts[cloud]?.containers !== undefined);

/** What each resource waits for. */
const dependencies = (recording: Recording) =>
  new Map(recording.registrations.map(({ urn, dependencies }) => [urn, [...dependencies].sort()]));

test.each(clouds)(
  "on %s, a preview sees every dependency of the update after it, or the update would violate its plan",
  async (cloud) => {
    const [planned, updated] = await withFolder({ Dockerfile: "FROM scratch\n" }, async (context) => {
      const specification = withContext(specificationOn(cloud, "prod", "containers"), context);
      const run = (preview: boolean) => record(() => platformOn(specification), { preview });
      return [dependencies(await run(true)), dependencies(await run(false))];
    });
    expect(updated.size).toBeGreaterThan(100);
    expect(planned).toEqual(updated);
  },
);
