import { amount, at, list, record, refuse, repeated, shown, text } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { setting } from "./s3-setting";

/** Classes from warm to cold; an object only moves down, and only after 30 days to the infrequent ones (S3 guide). */
const leastDays: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

const lifecycleCheck: Check = (inputs) => {
  const rules = list(inputs["rules"]).map(record);
  const [twice] = repeated(rules.map(({ id }) => id));
  if (twice !== undefined)
    return refuse("rules", `InvalidArgument: rule ids must be unique; '${shown(twice)}' is used twice`);
  return rules.flatMap((rule, index) => lifecycleProblems(rule, `rules[${String(index)}]`));
};

function lifecycleProblems(rule: Properties, path: string): readonly Problem[] {
  const actions = [
    "expiration",
    "transitions",
    "noncurrentVersionExpiration",
    "noncurrentVersionTransitions",
    "abortIncompleteMultipartUpload",
  ];
  if (!actions.some((action) => rule[action] !== undefined))
    return refuse(path, `InvalidRequest: at least one action is needed: ${actions.join(", ")}`);
  const expiry = amount(at(rule, "expiration.days"));
  if (expiry !== undefined && expiry < 1)
    return refuse(`${path}.expiration.days`, "InvalidArgument: is a positive number of days");
  return list(rule["transitions"]).flatMap((value, index): readonly Problem[] => {
    const transition = record(value);
    const [days, storage] = [amount(transition["days"]), text(transition["storageClass"]) ?? ""];
    const at = `${path}.transitions[${String(index)}].days`;
    const least = leastDays[storage] ?? 0;
    if (days !== undefined && days < least)
      return refuse(
        at,
        `InvalidArgument: 'Days' must be at least ${String(least)} for storage class ${storage}`,
      );
    return days !== undefined && expiry !== undefined && expiry <= days
      ? refuse(
          `${path}.expiration.days`,
          "InvalidArgument: 'Days' in the expiration must be greater than in the transition",
        )
      : [];
  });
}

/** When objects move to colder storage, and when they expire. */
export const bucketLifecycles: readonly ResourceRules[] = [
  setting("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
    limits: [
      { path: "rules", minimumItems: 1, maximumItems: 1000 },
      { path: "rules[].status", oneOf: ["Enabled", "Disabled"] },
      { path: "rules[].id", pattern: /^.{1,255}$/, reason: "has 1 to 255 characters" },
      {
        path: "rules[].transitions[].storageClass",
        oneOf: ["GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"],
      },
      { path: "rules[].noncurrentVersionExpiration.noncurrentDays", minimum: 1 },
      { path: "rules[].abortIncompleteMultipartUpload.daysAfterInitiation", minimum: 1 },
    ],
    check: lifecycleCheck,
    // S3 tells all its servers; the provider waits until they agree.
    seconds: { create: 30, update: 30, delete: 1 },
  }),
];
