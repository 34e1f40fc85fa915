import type { Output } from "@pulumi/pulumi";

/**
 * A Kubernetes cluster that is there already, with what runs in it: where a stack goes that names no cloud. What has a key of
 * its own in the cluster's configuration is not asked for here.
 */
export interface ExistingClusterSpecification {
  /** How the cluster is reached: a context of the kubeconfig, which is the user's own where none is given. */
  readonly context?: string;
  readonly kubeconfig?: Output<string>;
  /** Absent: one is made, and named by Pulumi. */
  readonly namespace?: { readonly name: string; readonly existing: boolean };
  /** Absent where no service is public. */
  readonly entry?: ClusterEntry;
  /** The cluster's Prometheus Operator; absent: nothing is watched. */
  readonly monitoring?: ClusterMonitoring;
  /** Address of a collector that takes OTLP over HTTP; absent: no traces. */
  readonly traces?: string;
  /** Name of a Secret object in the namespace with what the registry asks for. */
  readonly pullSecret?: string;
  /** Of a database and a cache that are there already; present where a service asks for them. */
  readonly databaseUrl?: Output<string>;
  readonly redisUrl?: Output<string>;
  /** Where dumps of the database go; absent: none are made. */
  readonly dumps?: DumpPlace;
}

/** The way in: an Ingress of a class, or routes of a Gateway. */
export interface ClusterEntry {
  readonly way: IngressWay | GatewayWay;
  /** Where requests come from: the namespace of the proxies' pods, or their IPv4 ranges. */
  readonly proxies: string | readonly string[];
}

export interface IngressWay {
  readonly kind: "ingress";
  readonly className: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** The certificate: a Secret object that is there, or what cert-manager's ClusterIssuer of this name issues. */
  readonly certificate?: { readonly secret: string } | { readonly issuer: string };
}

export interface GatewayWay {
  readonly kind: "gateway";
  readonly name: string;
  readonly namespace: string;
  /** The listener, where the Gateway has several. */
  readonly section?: string;
}

export interface ClusterMonitoring {
  /** Namespace of the Prometheus that scrapes. */
  readonly namespace: string;
  /** What the cluster's Prometheus and Alertmanager select their objects by. */
  readonly labels: Readonly<Record<string, string>>;
  /** Address of the cluster's Grafana, without a path. */
  readonly grafana?: string;
}

export interface DumpPlace {
  /** `s3://BUCKET/FOLDER`, or `pvc://CLAIM/FOLDER` for a volume. */
  readonly destination: string;
  /** Of a store that speaks S3 and is not AWS's. */
  readonly endpoint?: string;
  readonly region?: string;
  /** Of the job's ServiceAccount: what lets it write without a key. */
  readonly annotations: Readonly<Record<string, string>>;
  /** S3 credentials, where the job has no identity that may write. */
  readonly credentials?: { readonly accessKeyId: Output<string>; readonly secretAccessKey: Output<string> };
}
