import * as billing from "@pulumi/gcp/billing";
import * as monitoring from "@pulumi/gcp/monitoring";
import { getProjectOutput } from "@pulumi/gcp/organizations";
import * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";

interface BudgetArgs {
  /** A month, in the currency that the project is billed in. */
  readonly limit: number;
  readonly email: string | undefined;
  readonly project: GcpProject;
}

/** Share of the limit that is told of: when it is going to be passed, and when it has been. */
const limits = [
  { spendBasis: "FORECASTED_SPEND", thresholdPercent: 0.8 },
  { spendBasis: "CURRENT_SPEND", thresholdPercent: 1 },
];

/**
 * A monthly budget of the project. Google takes no other currency than that of the billing account, so that the number means
 * that one where it is not the dollar. A budget tells addresses only, no webhook; without one it tells whoever administers the
 * billing account.
 *
 * The deployer must be allowed to make budgets on the billing account (`roles/billing.costsManager`).
 *
 * @throws pulumi.RunError when nobody pays for the project
 */
export function budget(
  name: string,
  { email, limit, project }: BudgetArgs,
  opts: pulumi.CustomResourceOptions,
): billing.Budget {
  const channel =
    email === undefined
      ? undefined
      : new monitoring.NotificationChannel(
          `${name}-email`,
          {
            project: project.id,
            displayName: `${name}: email`,
            type: "email",
            labels: { email_address: email },
            userLabels: { ...project.labels },
            forceDelete: true,
          },
          { ...opts, dependsOn: project.after("monitoring") },
        );
  return new billing.Budget(
    name,
    {
      billingAccount: project.told(
        "cloudbilling",
        getProjectOutput(
          { projectId: project.id },
          // While this is off, Google names no billing account, and the provider takes that for none.
          { ...opts, dependsOn: project.after("cloudbilling") },
        ).billingAccount.apply(assertBilled),
      ),
      displayName: name,
      budgetFilter: {
        projects: [pulumi.interpolate`projects/${project.number}`],
        calendarPeriod: "MONTH",
        creditTypesTreatment: "INCLUDE_ALL_CREDITS",
      },
      amount: { specifiedAmount: { units: String(Math.round(limit)) } },
      thresholdRules: limits,
      ...(channel && {
        allUpdatesRule: {
          monitoringNotificationChannels: [channel.name],
          disableDefaultIamRecipients: false,
        },
      }),
    },
    { ...opts, dependsOn: project.after("billingbudgets") },
  );
}

/** @throws pulumi.RunError when nobody pays */
export function assertBilled(account: string): string {
  if (account === "")
    throw new pulumi.RunError(
      "Google names no billing account of the project, so that there is nothing to budget: link one, or leave `budget` out. " +
        "Where there is one, the Cloud Billing API was only just switched on: run the update again in some minutes",
    );
  return account;
}
