import { capabilitiesOf } from "../../../components/cloud";
import type { Runtime, Specification } from "../../../components/specification";
import { clouds } from "../../../providers";
import type { Breach } from "../../contract/breach";
import { contracts } from "../../contract/clouds";
import { brokenPromises, promises } from "../../contract/promises";
import { recorded, type Resource } from "../../contract/resource";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record } from "../mocks";

const environments = ["dev", "staging", "prod"] as const;
type Environment = (typeof environments)[number];

interface Made {
  readonly specification: Specification;
  readonly resources: readonly Resource[];
}
const made = new Map<string, Promise<Made>>();

/** A cloud with one of its runtimes, as tests are called. */
type Place = readonly [cloud: string, runtime: Runtime];

/** What an environment registers, recorded once. */
function stackOn([cloud, runtime]: Place, environment: Environment): Promise<Made> {
  const key = `${cloud} ${runtime} ${environment}`;
  const stack = made.get(key) ?? register([cloud, runtime], environment);
  made.set(key, stack);
  return stack;
}

async function register([cloud, runtime]: Place, environment: Environment): Promise<Made> {
  const specification = specificationOn(cloud, environment, runtime);
  const recording = await withFolder({ Dockerfile: "FROM scratch\n" }, (context) => {
    const small = withContext(specification, context);
    return record(() => platformOn(small));
  });
  return { specification, resources: recorded(recording) };
}

async function broken(place: Place, environment: Environment, breach?: Breach): Promise<string[]> {
  const { specification, resources } = await stackOn(place, environment);
  const [cloud, runtime] = place;
  const contract = contracts[cloud]?.[runtime];
  const description = clouds[cloud]?.description;
  if (contract === undefined || description === undefined) throw new Error(`no contract for ${cloud}`);
  const evidence = contract.evidence(breach === undefined ? resources : breach(resources));
  const offered = { ...description, capabilities: capabilitiesOf(description, runtime) };
  return brokenPromises({ evidence, specification, cloud: offered });
}

const runtimes = ["containers", "kubernetes"] as const;

/** The runtimes of each cloud, by a test of whether it has them. */
const placesWith = (names: readonly string[], has: (cloud: string, runtime: Runtime) => boolean): Place[] =>
  names.flatMap((cloud) =>
    runtimes.filter((runtime) => has(cloud, runtime)).map((runtime) => [cloud, runtime] as const),
  );
const places = placesWith(
  Object.keys(contracts),
  (cloud, runtime) => contracts[cloud]?.[runtime] !== undefined,
);

test("every cloud that a stack can name is under contract, with every runtime that it offers", () => {
  const offered = placesWith(
    Object.keys(clouds),
    (cloud, runtime) => clouds[cloud]?.description.capabilities[runtime] === true,
  );
  expect([...places].sort()).toEqual([...offered].sort());
});

describe.each(places)("%s, %s", (cloud, runtime) => {
  const place: Place = [cloud, runtime];

  test.each(environments)("keeps every promise in %s", async (environment) => {
    expect(await broken(place, environment)).toEqual([]);
  });

  const breaches = contracts[cloud]?.[runtime]?.breaches ?? {};

  test("has a way to break each promise", () => {
    expect(Object.keys(breaches)).toEqual(promises.map(({ promise }) => promise));
  });

  const possible = Object.entries(breaches).flatMap(([promise, breach]) =>
    "impossible" in breach ? [] : [[promise, breach] as const],
  );
  test.each(possible)("is found out when it breaks: %s", async (promise, breach) => {
    const found = [...(await broken(place, "dev", breach)), ...(await broken(place, "prod", breach))];
    expect(found.filter((reason) => reason.startsWith(`${promise}: `))).not.toEqual([]);
  });
});
