import * as consumption from "@pulumi/azure-native/consumption";
import * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";

interface BudgetArgs {
  readonly scope: AzureScope;
  /** A month, in the currency that the subscription is billed in. */
  readonly limit: number;
  readonly email: string | undefined;
  /** Id of the action group. */
  readonly actionGroup: pulumi.Output<string>;
}

/** Percent of the limit that is told of: when it is going to be passed, and when it has been. */
const limits = {
  Forecast: { thresholdType: "Forecasted", threshold: 80 },
  Spent: { thresholdType: "Actual", threshold: 100 },
};

/**
 * A monthly budget of the whole subscription, as on every cloud: what a stack costs beyond its own resource group (records,
 * Defender) counts too. Azure counts in the currency of the bill, and never converts.
 *
 * @param now the day on which it may be made: Azure wants it to begin with the first of a month that is not over
 */
export function budget(
  name: string,
  { actionGroup, email, limit, scope }: BudgetArgs,
  opts: pulumi.CustomResourceOptions,
  now: Date = new Date(),
): consumption.Budget {
  const month = now.toISOString().slice(0, 7);
  return new consumption.Budget(
    name,
    {
      scope: pulumi.interpolate`/subscriptions/${scope.subscription}`,
      amount: limit,
      category: "Cost",
      timeGrain: "Monthly",
      timePeriod: { startDate: `${month}-01T00:00:00Z` },
      notifications: Object.fromEntries(
        Object.entries(limits).map(([key, when]) => [
          key,
          {
            ...when,
            enabled: true,
            operator: "GreaterThan",
            contactEmails: email === undefined ? [] : [email],
            contactGroups: [actionGroup],
          },
        ]),
      ),
    },
    // It begins once; a later month would be a change each month.
    { ...opts, ignoreChanges: ["timePeriod"] },
  );
}
