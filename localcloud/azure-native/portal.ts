import { amount, at, list, record, refuse, shown } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";

const partCheck: Check = (inputs) =>
  list(at(inputs, "properties.lenses")).flatMap((lens, index) =>
    list(record(lens)["parts"]).flatMap((part, place): readonly Problem[] => {
      const position = record(record(part)["position"]);
      const path = `properties.lenses[${String(index)}].parts[${String(place)}].position`;
      const wrong = ["colSpan", "rowSpan"].find((span) => (amount(position[span]) ?? 1) < 1);
      const outside = ["x", "y"].find((side) => (amount(position[side]) ?? 0) < 0);
      if (wrong !== undefined)
        return refuse(`${path}.${wrong}`, "InvalidDashboard: a part spans at least one");
      return outside === undefined
        ? []
        : refuse(
            `${path}.${outside}`,
            `InvalidDashboard: ${shown(position[outside])} is outside of the dashboard`,
          );
    }),
  );

export const dashboards: readonly ResourceRules[] = [
  armResource({
    type: "azure-native:portal:Dashboard",
    path: "Microsoft.Portal/dashboards/{dashboardName}",
    location: "regional",
    name: { minimum: 3, maximum: 160, pattern: /^[A-Za-z0-9-]+$/, alphabet: "letters, digits and hyphens" },
    check: partCheck,
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];
