import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";

/** A plan of Microsoft Defender for Cloud. */
export interface SecurityPlan {
  readonly name: string;
  readonly subPlan?: string;
}

interface SecurityPlansArgs {
  readonly scope: AzureScope;
  readonly plans: readonly SecurityPlan[];
  /** Address that Defender writes to of its own accord, besides the subscription's owners. */
  readonly email?: string | undefined;
}

/**
 * Switches plans of Microsoft Defender for Cloud on for the whole subscription, one after the other, because Defender
 * refuses two changes at once. By a deployment of Azure Resource Manager: every subscription has every plan, on or off,
 * and Pulumi's provider refuses to make what is already there. Nothing switches them off again with the stack.
 */
export function securityPlans(
  name: string,
  { email, plans, scope }: SecurityPlansArgs,
  opts: pulumi.CustomResourceOptions,
): resources.DeploymentAtSubscriptionScope {
  const switches = plans.map((plan, index) => {
    const before = plans[index - 1];
    return {
      type: "Microsoft.Security/pricings",
      apiVersion: "2024-01-01",
      name: plan.name,
      properties: { pricingTier: "Standard", ...(plan.subPlan !== undefined && { subPlan: plan.subPlan }) },
      dependsOn: before ? [`[subscriptionResourceId('Microsoft.Security/pricings', '${before.name}')]`] : [],
    };
  });
  const contact = {
    type: "Microsoft.Security/securityContacts",
    apiVersion: "2023-12-01-preview",
    name: "default",
    properties: {
      emails: email,
      isEnabled: true,
      notificationsByRole: { state: "On", roles: ["Owner"] },
      notificationsSources: [{ sourceType: "Alert", minimalSeverity: "Medium" }],
    },
  };
  return new resources.DeploymentAtSubscriptionScope(
    name,
    {
      location: scope.location,
      tags: scope.tags,
      properties: {
        mode: resources.DeploymentMode.Incremental,
        template: {
          $schema:
            "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
          contentVersion: "1.0.0.0",
          resources: [...switches, ...(email === undefined ? [] : [contact])],
        },
      },
    },
    opts,
  );
}
