import type { CloudRules } from "../rules";
import { account } from "./account";
import { accountFunctions } from "./account-functions";
import { certificates } from "./acm";
import { alarms } from "./alarms";
import { applicationScaling } from "./app-autoscaling";
import { backups } from "./backup";
import { budgets } from "./budgets";
import { trails } from "./cloudtrail";
import { accessAnalyzer, configuration, guardDuty, securityHub } from "./detection";
import { endpoints } from "./ec2-endpoints";
import { network } from "./ec2-network";
import { routes } from "./ec2-routes";
import { networkAcls } from "./ec2-network-acl";
import { securityGroupTypes } from "./ec2-security-group";
import { securityGroupRules } from "./ec2-security-group-rule";
import { registries, registryFunctions } from "./ecr";
import { clusterCapacity } from "./ecs-capacity";
import { clusters } from "./ecs-cluster";
import { serviceFunctions } from "./ecs-deployment";
import { services } from "./ecs-service";
import { clusterAccess } from "./eks-access";
import { addOnFunctions, addOns, podIdentities } from "./eks-add-on";
import { kubernetesClusters } from "./eks-cluster";
import { cacheUsers } from "./elasticache-authentication";
import { cacheGroups } from "./elasticache-groups";
import { replicationGroups } from "./elasticache-replication-group";
import { events } from "./events";
import { every } from "./every-resource";
import { identity, identityFunctions } from "./iam";
import { identityProviders } from "./iam-oidc";
import { keys } from "./kms";
import { listeners } from "./listeners";
import { loadBalancing } from "./load-balancing";
import { logs } from "./logs";
import { databaseBackupReplications } from "./rds-backup-replication";
import { databaseClusters } from "./rds-cluster";
import { databaseGroups } from "./rds-groups";
import { databaseInstances } from "./rds-instance";
import { dns, dnsFunctions } from "./route53";
import { bucketAccess } from "./s3-access";
import { buckets } from "./s3-bucket";
import { bucketEncryption } from "./s3-encryption";
import { bucketLifecycles } from "./s3-lifecycle";
import { bucketLogging } from "./s3-logging";
import { bucketNotifications } from "./s3-notification";
import { bucketReplication } from "./s3-replication";
import { bucketVersions } from "./s3-versioning";
import { secrets } from "./secretsmanager";
import { notifications } from "./sns";
import { taskDefinition } from "./task-definition";
import { discovery, prometheus, synthetics, tracing } from "./telemetry";
import { firewall } from "./wafv2";

/** What the local AWS knows: one account, and AWS's own rules for every type that the program uses. */
export const rules: CloudRules = {
  package: "aws",
  account,
  every,
  resources: [
    ...network,
    ...routes,
    ...securityGroupTypes,
    ...securityGroupRules,
    ...networkAcls,
    ...endpoints,
    ...loadBalancing,
    ...listeners,
    ...certificates,
    ...dns,
    ...firewall,
    ...clusters,
    ...clusterCapacity,
    taskDefinition,
    ...services,
    ...kubernetesClusters,
    ...clusterAccess,
    ...addOns,
    ...podIdentities,
    ...applicationScaling,
    ...databaseInstances,
    ...databaseGroups,
    ...databaseClusters,
    ...databaseBackupReplications,
    ...replicationGroups,
    ...cacheGroups,
    ...cacheUsers,
    ...identity,
    ...identityProviders,
    ...keys,
    ...secrets,
    ...buckets,
    ...bucketAccess,
    ...bucketVersions,
    ...bucketEncryption,
    ...bucketLifecycles,
    ...bucketLogging,
    ...bucketNotifications,
    ...bucketReplication,
    ...registries,
    ...logs,
    ...alarms,
    ...events,
    ...notifications,
    ...backups,
    ...trails,
    ...guardDuty,
    ...securityHub,
    ...configuration,
    ...accessAnalyzer,
    ...budgets,
    ...prometheus,
    ...tracing,
    ...synthetics,
    ...discovery,
  ],
  functions: [
    ...accountFunctions,
    ...addOnFunctions,
    ...dnsFunctions,
    ...identityFunctions,
    ...registryFunctions,
    ...serviceFunctions,
  ],
};
