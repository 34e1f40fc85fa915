/** Relational databases: single servers (RDS), and clusters of several (Aurora, Multi-AZ clusters) with their members. */
export const servers = ["aws:rds/instance:Instance"];
export const clusters = ["aws:rds/cluster:Cluster"];
export const members = ["aws:rds/clusterInstance:ClusterInstance"];
