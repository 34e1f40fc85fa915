import { rules as aws } from "../../../localcloud/aws";
import { rules as azure } from "../../../localcloud/azure-native";
import { rules as gcp } from "../../../localcloud/gcp";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record } from "../mocks";

/** A type without a table is held to the SDK's schema alone, silently: the platform must register none. */
test.each([
  ["aws", "containers", aws],
  ["aws", "kubernetes", aws],
  ["azure", "containers", azure],
  ["gcp", "containers", gcp],
  ["gcp", "kubernetes", gcp],
] as const)(
  "the local cloud knows every type that is registered on %s, %s",
  async (cloud, runtime, rules) => {
    const known = new Set(rules.resources.map(({ type }) => type));
    for (const environment of ["dev", "prod"] as const) {
      const { registrations } = await withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
        record(() => platformOn(withContext(specificationOn(cloud, environment, runtime), context))),
      );
      const types = registrations
        .map(({ type }) => type)
        .filter((type) => type.startsWith(`${rules.package}:`));
      expect(types.length).toBeGreaterThan(100);
      expect([...new Set(types)].filter((type) => !known.has(type))).toEqual([]);
    }
  },
);
