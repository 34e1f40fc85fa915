import * as budgets from "@pulumi/aws/budgets";
import type * as pulumi from "@pulumi/pulumi";

interface BudgetArgs {
  /** US dollars a month. */
  readonly limit: number;
  readonly email: string | undefined;
  readonly topicArn: pulumi.Output<string>;
}

/** Percent of the limit that is told of: when it is going to be passed, and when it has been. */
const limits = [
  { notificationType: "FORECASTED", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
];

/**
 * A monthly budget of the whole account. Not of the stack's tags alone: a tag only counts from the day on which somebody
 * activates it for billing, and a budget that silently sees nothing is worse than one that sees too much.
 */
export function budget(
  name: string,
  { email, limit, topicArn }: BudgetArgs,
  opts: pulumi.CustomResourceOptions,
): budgets.Budget {
  return new budgets.Budget(
    name,
    {
      budgetType: "COST",
      limitAmount: String(limit),
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notifications: limits.map((when) => ({
        ...when,
        thresholdType: "PERCENTAGE",
        comparisonOperator: "GREATER_THAN",
        subscriberSnsTopicArns: [topicArn],
        ...(email !== undefined && { subscriberEmailAddresses: [email] }),
      })),
    },
    opts,
  );
}
