import { clouds } from "../../../providers";
import { parseRange } from "../../../stacks/rules/network";
import { asPulumiGivesIt, forProd, onDisk, valid } from "./configuration";
import { read } from "../../../stacks/read";

/** A prod stack with a database, in the regions of a cloud, as the program itself would judge it. */
function problemsIn(cloud: string, region: string, recoveryRegion: string): string[] {
  const values = asPulumiGivesIt({
    ...valid,
    environment: forProd["environment"],
    domain: forProd["domain"],
    alerts: { email: "oncall@example.com" },
    cloud,
    region,
    recoveryRegion,
  });
  const { problems } = read(
    { values, secrets: [], project: "platform", stack: "prod", kindOf: onDisk },
    clouds,
  );
  return (problems ?? []).map(({ key, wrong }) => `${key} ${wrong}`);
}

describe.each(Object.entries(clouds))("the description of %s", (name, { description }) => {
  const {
    exampleRegions,
    recoveryOnlyRegions = [],
    recoveryRegions = {},
    regions,
    reservedRanges = [],
  } = description;

  test("gives examples that are accepted, or has no regions", () => {
    if (exampleRegions === undefined) expect(regions).toEqual([]);
    else expect(problemsIn(name, exampleRegions.region, exampleRegions.recoveryRegion)).toEqual([]);
  });

  test("copies between known regions, and never to the region itself", () => {
    for (const [region, copies] of Object.entries(recoveryRegions)) {
      expect(regions).toContain(region);
      expect(recoveryOnlyRegions).not.toContain(region);
      expect(copies).not.toContain(region);
      for (const copy of copies) expect(problemsIn(name, region, copy)).toEqual([]);
    }
    expect(regions).toEqual(expect.arrayContaining([...recoveryOnlyRegions]));
    expect(new Set(regions).size).toBe(regions.length);
  });

  test("reserves ranges that can be read", () => {
    for (const { cidr } of reservedRanges) {
      const range = parseRange(cidr);
      expect(range?.first).toBe(range?.address);
      expect(range).toBeDefined();
    }
  });
});
