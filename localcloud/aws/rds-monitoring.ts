import { amount, refuse } from "../reading";
import type { Check } from "../rules";

/** Enhanced monitoring needs a role, and settings of Performance Insights need it enabled. */
export const monitoringCheck: Check = (inputs) => {
  const interval = amount(inputs["monitoringInterval"]) ?? 0;
  if (interval > 0 && inputs["monitoringRoleArn"] === undefined)
    return refuse(
      "monitoringRoleArn",
      "InvalidParameterCombination: a MonitoringRoleARN value is required if monitoringInterval is above 0",
    );
  if (inputs["performanceInsightsEnabled"] === true) return [];
  const path = ["performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod"].find(
    (each) => inputs[each] !== undefined && inputs[each] !== 0,
  );
  return path === undefined
    ? []
    : refuse(path, "InvalidParameterCombination: needs performanceInsightsEnabled");
};

/** Seconds between the measurements of enhanced monitoring. */
export const monitoringIntervals = { path: "monitoringInterval", oneOf: [0, 1, 5, 10, 15, 30, 60] };

/** Days that Performance Insights keep: a week, months of 31 days, or two years. */
export const insightsRetention = {
  path: "performanceInsightsRetentionPeriod",
  oneOf: [7, ...Array.from({ length: 23 }, (_, month) => (month + 1) * 31), 731],
};
