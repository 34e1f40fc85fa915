import type { Specification } from "../../../components/specification";
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

/** What an environment registers on a cloud, recorded once. */
function stackOn(cloud: string, environment: Environment): Promise<Made> {
  const key = `${cloud} ${environment}`;
  const stack = made.get(key) ?? register(cloud, environment);
  made.set(key, stack);
  return stack;
}

async function register(cloud: string, environment: Environment): Promise<Made> {
  const specification = specificationOn(cloud, environment);
  const recording = await withFolder({ Dockerfile: "FROM scratch\n" }, (context) => {
    const small = withContext(specification, context);
    return record(() => platformOn(small));
  });
  return { specification, resources: recorded(recording) };
}

async function broken(cloud: string, environment: Environment, breach?: Breach): Promise<string[]> {
  const { specification, resources } = await stackOn(cloud, environment);
  const contract = contracts[cloud];
  const description = clouds[cloud]?.description;
  if (contract === undefined || description === undefined) throw new Error(`no contract for ${cloud}`);
  const evidence = contract.evidence(breach === undefined ? resources : breach(resources));
  return brokenPromises({ evidence, specification, cloud: description });
}

test("every cloud that a stack can name is under contract", () => {
  expect(Object.keys(contracts).sort()).toEqual(Object.keys(clouds).sort());
});

describe.each(Object.keys(contracts))("%s", (cloud) => {
  test.each(environments)("keeps every promise in %s", async (environment) => {
    expect(await broken(cloud, environment)).toEqual([]);
  });

  const breaches = contracts[cloud]?.breaches ?? {};

  test("has a way to break each promise", () => {
    expect(Object.keys(breaches)).toEqual(promises.map(({ promise }) => promise));
  });

  const possible = Object.entries(breaches).flatMap(([promise, breach]) =>
    "impossible" in breach ? [] : [[promise, breach] as const],
  );
  test.each(possible)("is found out when it breaks: %s", async (promise, breach) => {
    const found = [...(await broken(cloud, "dev", breach)), ...(await broken(cloud, "prod", breach))];
    expect(found.filter((reason) => reason.startsWith(`${promise}: `))).not.toEqual([]);
  });
});
