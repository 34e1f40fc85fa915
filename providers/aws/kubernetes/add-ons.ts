import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../account";
import { ServiceRole } from "../role";

interface AddOnsArgs {
  readonly account: AwsAccount;
  readonly cluster: eks.Cluster;
  /** Minor version of Kubernetes, for example `1.35`. */
  readonly version: string;
}

interface AddOn {
  readonly addonName: string;
  /** As the add-on's own schema has it (`aws eks describe-addon-configuration`). */
  readonly configuration?: object;
  readonly identities?: { readonly serviceAccount: string; readonly roleArn: pulumi.Output<string> }[];
}

/** Brings secrets of Secrets Manager into pods, and keeps them as Secret objects while a pod uses them. */
const secretDelivery: AddOn = {
  addonName: "aws-secrets-store-csi-driver-provider",
  configuration: { "secrets-store-csi-driver": { syncSecret: { enabled: true } } },
};

/** Tells the autoscaler what pods use. */
const resourceMetrics: AddOn = { addonName: "metrics-server" };

/** Container Insights: metrics of pods and machines, and what programs say. It changes no pod of ours. */
function observability(roleArn: pulumi.Output<string>): AddOn {
  return {
    addonName: "amazon-cloudwatch-observability",
    configuration: {
      containerLogs: { enabled: true },
      manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
    },
    identities: [{ serviceAccount: "cloudwatch-agent", roleArn }],
  };
}

/**
 * What Auto Mode does not bring by itself. Each has the version that EKS takes for the cluster's version of Kubernetes by
 * default: it follows when the cluster is upgraded, and a preview shows it before.
 *
 * @returns the one that delivers secrets: what it teaches the cluster is used by every service
 */
export function addOns(
  child: (role: string) => string,
  { account, cluster, version }: AddOnsArgs,
  opts: pulumi.CustomResourceOptions,
): { readonly secretDelivery: eks.Addon } {
  const agent = new ServiceRole(
    child("agent"),
    {
      service: "pods.eks.amazonaws.com",
      actions: ["sts:AssumeRole", "sts:TagSession"],
      condition: {
        StringEquals: {
          "aws:SourceAccount": account.id,
          "aws:RequestTag/kubernetes-namespace": "amazon-cloudwatch",
          "aws:RequestTag/kubernetes-service-account": "cloudwatch-agent",
        },
        ArnEquals: { "aws:SourceArn": cluster.arn },
      },
      // Kept by AWS for its agent: writing metrics and logs, whatever they are called.
      managedPolicies: ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"],
    },
    opts,
  );
  const add = ({ addonName, configuration, identities }: AddOn) =>
    new eks.Addon(
      child(`add-on-${addonName}`),
      {
        clusterName: cluster.name,
        addonName,
        addonVersion: eks.getAddonVersionOutput({ addonName, kubernetesVersion: version }, opts).version,
        ...(configuration && { configurationValues: JSON.stringify(configuration) }),
        ...(identities && { podIdentityAssociations: identities }),
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      opts,
    );
  add(resourceMetrics);
  add(observability(agent.arn));
  return { secretDelivery: add(secretDelivery) };
}
