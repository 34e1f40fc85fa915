import { z } from "zod";

/** A name that an object of Kubernetes can have (RFC 1123 label). */
const objectName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
  .max(63);
const aName = "a name of Kubernetes: lower-case letters, digits and hyphens, at most 63";
const annotations = z.record(z.string(), z.string());

const ingress = z.strictObject({
  class: objectName.meta({ description: "Class of the Ingress.", expects: aName }),
  issuer: objectName.optional().meta({
    description: "ClusterIssuer of cert-manager that the domain's certificate comes from.",
    expects: aName,
  }),
  tlsSecret: objectName.optional().meta({
    description:
      "Secret in the namespace with the domain's certificate, where cert-manager does not make it.",
    expects: aName,
  }),
  annotations: annotations.optional().meta({
    description: "Annotations of the Ingress, in the words of its controller.",
    expects: "a map of text values",
  }),
});

const gateway = z.strictObject({
  name: objectName.meta({ description: "Gateway that the routes attach to.", expects: aName }),
  namespace: objectName.meta({ description: "Its namespace.", expects: aName }),
  section: objectName.optional().meta({
    description: "Its listener, where it has several; the one with TLS.",
    expects: aName,
  }),
});

const monitoring = z.strictObject({
  namespace: objectName.optional().meta({
    description: "Namespace of the Prometheus that scrapes. Default: `monitoring`.",
    expects: aName,
  }),
  labels: annotations.optional().meta({
    description: "Labels by which Prometheus and Alertmanager select their objects.",
    expects: "a map such as `{ release: kube-prometheus-stack }`",
  }),
  grafana: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional()
    .meta({
      description: "Address of the cluster's Grafana, for the link to the dashboard.",
      expects: "an address such as `https://grafana.example.com`",
    }),
});

const dumps = z.strictObject({
  destination: z
    .string()
    .regex(/^(?:s3|pvc):\/\/[a-z0-9][a-z0-9.-]*(?:\/[\w./-]*)?$/)
    .max(1024)
    .meta({
      description: "Where the dumps go: a bucket of S3, or a PersistentVolumeClaim in the namespace.",
      expects: "`s3://BUCKET/FOLDER` or `pvc://CLAIM/FOLDER`",
    }),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional()
    .meta({
      description: "Address of a store that speaks S3 and is not AWS's.",
      expects: "an address such as `https://minio.example.com`",
    }),
  region: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: "Region of the S3 bucket. Default: `us-east-1`." }),
  annotations: annotations.optional().meta({
    description:
      "Annotations of the job's ServiceAccount that let it write without a key, such as `eks.amazonaws.com/role-arn`.",
    expects: "a map of text values",
  }),
});

/** A cluster that is there already, in the user's words. */
export const clusterSchema = z.strictObject({
  context: z.string().min(1).max(512).optional().meta({
    description: "Context of the kubeconfig. Required without an encrypted `platform:kubeconfig`.",
  }),
  namespace: z
    .union([
      objectName,
      z.strictObject({
        name: objectName.meta({ description: "Name of the namespace.", expects: aName }),
        existing: z.boolean().meta({
          description: "Whether it is there already: its quota, limits and Pod Security stay as they are.",
        }),
      }),
    ])
    .optional()
    .meta({
      description: "Namespace that is made for the stack. Default: one that Pulumi names.",
      expects: "a name, or a map of `name` and `existing`",
    }),
  ingress: ingress.optional().meta({ description: "The way in by an Ingress." }),
  gateway: gateway.optional().meta({ description: "The way in by routes of a Gateway." }),
  proxies: z
    .union([objectName, z.array(z.string().max(18)).min(1).max(40)])
    .optional()
    .meta({
      description:
        "Where requests come from: the namespace of the ingress controller's or Gateway's pods, or their ranges.",
      expects: "a namespace such as `ingress-nginx`, or a list of IPv4 ranges such as `10.0.0.0/16`",
    }),
  monitoring: z
    .union([z.literal(false), monitoring])
    .optional()
    .meta({
      description: "The cluster's Prometheus Operator; `false`: it has none, and nothing is watched.",
      expects: "`false` or a map such as `{ namespace: monitoring }`",
    }),
  traces: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional()
    .meta({
      description: "Address of a collector that takes traces (OTLP over HTTP). Default: none are sent.",
      expects: "an address such as `http://collector.observability.svc:4318`",
    }),
  pullSecret: objectName.optional().meta({
    description: "Secret in the namespace with which images are pulled.",
    expects: aName,
  }),
  dumps: dumps
    .optional()
    .meta({ description: "Where nightly dumps of the database go; needs `backup.dump.image`." }),
});

export type ClusterConfiguration = z.infer<typeof clusterSchema>;
