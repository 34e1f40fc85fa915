import { z } from "zod";
import { clusterSchema } from "./cluster-schema";
import { imageSource, serviceSchema } from "./service-schema";
import { environments } from "./settings";

/**
 * Retention periods of a log store in days. CloudWatch Logs takes only these; the other clouds take any number, and a
 * stack file stays the same on all of them.
 */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const size = z.enum(["micro", "small", "medium", "large"]);

const network = z.strictObject({
  cidr: z.string().max(43).optional().meta({
    description:
      "Private IPv4 range of the whole network, /16 to /20. Ranges of networks that meet must differ.",
    expects: "a private IPv4 range from /16 to /20, such as `10.0.0.0/16`",
  }),
  zones: z.int().min(2).max(3).optional().meta({ description: "Availability zones that everything spans." }),
  egress: z.enum(["single", "zonal"]).optional().meta({
    description:
      "NAT gateways: `single` is one for all zones (cheap; the loss of its zone cuts the way out), `zonal` one in each.",
  }),
});

const databaseSize = z.strictObject({
  size: size.optional().meta({ description: "Capacity class of the server." }),
  version: z
    .union([z.enum(["15", "16", "17"]), z.int().min(15).max(17)])
    .optional()
    .meta({ description: "PostgreSQL major version.", expects: "a PostgreSQL version from 15 to 17" }),
  storage: z.int().min(20).max(65_536).optional().meta({ description: "Storage at first, in GiB." }),
  maximumStorage: z.int().min(22).max(65_536).optional().meta({
    description: "Storage that it may grow to by itself, in GiB; at least a tenth more than `storage`.",
  }),
  highAvailability: z.boolean().optional().meta({
    description: "A standby in another zone that takes over by itself.",
  }),
  retentionDays: z.int().min(1).max(35).optional().meta({
    description: "Days that any point in time can be restored from.",
  }),
  restoreFrom: z.string().min(1).max(512).optional().meta({
    description: "Snapshot of the cloud to start from, instead of empty.",
  }),
});

const cacheSize = z.strictObject({
  size: size.optional().meta({ description: "Capacity class of a node." }),
  highAvailability: z.boolean().optional().meta({
    description: "A replica in another zone that takes over by itself.",
  }),
});

const domainName = z.string().max(253);

/** The whole configuration of a stack, in the user's words: each key is `platform:KEY` in `Pulumi.STACK.yaml`. */
export const stackSchema = z.strictObject({
  environment: z.enum(environments).meta({
    description: "Which profile the stack has: every default comes from it. The stack's name means nothing.",
  }),
  cloud: z.string().max(64).optional().meta({
    description: "Cloud to run on. Required, unless `cluster` is given.",
    expects: "the name of a cloud, such as `aws`",
  }),
  region: z.string().max(64).optional().meta({
    description: "Region of that cloud. Required with it.",
    expects: "a region of the stack's cloud",
  }),
  recoveryRegion: z.string().max(64).optional().meta({
    description:
      "Second region, which keeps a copy of the backups. Prod must have one when it has a database.",
    expects: "another region of the stack's cloud",
  }),
  runtime: z
    .enum(["containers", "kubernetes"])
    .optional()
    .meta({ description: "What services run on: the cloud's serverless containers, or Kubernetes." }),
  kubernetes: z
    .strictObject({
      apiRanges: z.array(z.string().max(18)).max(40).optional().meta({
        description:
          "IPv4 ranges, such as those of an office or of the runners that deploy, that may reach the cluster's API. Without any it is reached from within the network only; on Google Cloud, by whom IAM lets connect.",
        expects: "a list of IPv4 ranges such as `203.0.113.0/24`",
      }),
      administrators: z.array(z.string().min(1).max(512)).max(20).optional().meta({
        description:
          "Identities of the cloud that may do everything in the cluster, beside the one that deploys: on AWS the ARNs of IAM roles, on Azure object ids of Entra, on Google Cloud members such as `group:platform@example.com`.",
        expects: "a list of identities",
      }),
    })
    .optional()
    .meta({ description: "The cluster's API, with `runtime: kubernetes`." }),
  cluster: clusterSchema.optional().meta({
    description: "Kubernetes cluster that is there already, instead of a cloud.",
  }),
  domain: z
    .union([
      domainName,
      z.strictObject({
        name: domainName.meta({ description: "Name that the load balancer answers to." }),
        zone: domainName.optional().meta({
          description: "DNS zone in the same account. Default: the name without its first part.",
        }),
      }),
    ])
    .optional()
    .meta({
      description:
        "Name that public services answer to, with a managed certificate. Prod must have one when a service is public.",
      expects: "a domain such as `api.example.com`, or a map of `name` and `zone`",
    }),
  services: z.record(z.string(), serviceSchema).meta({
    description: "The services, by name: lower-case letters, digits and hyphens, at most 20.",
    expects: "a map of services, each with at least an `image` or a `build`",
  }),
  network: network.optional().meta({ description: "The private network." }),
  webApplicationFirewall: z
    .boolean()
    .optional()
    .meta({ description: "A web application firewall in front of the load balancer." }),
  database: z.union([z.boolean(), databaseSize]).optional().meta({
    description:
      "PostgreSQL for the services. Without this key it is made when a service asks for it; `true` or a map makes it in any case.",
    expects: "`true`, `false` or a map such as `{ size: small }`",
  }),
  cache: z.union([z.boolean(), cacheSize]).optional().meta({
    description:
      "Redis-compatible cache for the services. Without this key it is made when a service asks for it; `true` or a map makes it in any case.",
    expects: "`true`, `false` or a map such as `{ size: small }`",
  }),
  alerts: z
    .strictObject({
      email: z.email().max(320).optional().meta({
        description: "E-mail address that alerts go to.",
        expects: "an e-mail address",
      }),
      webhook: z
        .url({ protocol: /^https$/ })
        .max(2048)
        .optional()
        .meta({
          description:
            "HTTPS address that alerts are posted to. May be encrypted: `pulumi config set --secret --path platform:alerts.webhook`.",
          expects: "an address that begins with https://",
        }),
    })
    .optional()
    .meta({ description: "Who is told. Prod must have at least one." }),
  logs: z
    .strictObject({
      retentionDays: z.literal(logRetentionDays).optional().meta({ description: "Days that logs are kept." }),
      traceSampling: z.number().min(0).max(1).optional().meta({ description: "Share of requests traced." }),
    })
    .optional()
    .meta({ description: "Logs and traces." }),
  backup: z
    .strictObject({
      retentionDays: z.int().min(1).max(3650).optional().meta({ description: "Days that a backup is kept." }),
      lock: z.boolean().optional().meta({
        description: "Nobody, not even an administrator, can delete a backup before its time.",
      }),
      dump: z
        .union([z.boolean(), z.strictObject(imageSource)])
        .optional()
        .meta({
          description:
            "Nightly logical dump: `true` for the platform's own job, `false` for none, or the image of another.",
          expects: "`true`, `false`, or a map with an `image` or a `build`",
        }),
    })
    .optional()
    .meta({ description: "Backups of the database." }),
  audit: z
    .strictObject({
      trail: z.boolean().optional().meta({ description: "Record who did what, unchangeably." }),
      retentionDays: z.int().min(90).max(3653).optional().meta({ description: "Days the record is kept." }),
      threatDetection: z.boolean().optional().meta({
        description: "The cloud's threat detection for this account and region.",
      }),
      posture: z.boolean().optional().meta({
        description: "Configuration recording and posture checks for this account and region.",
      }),
    })
    .optional()
    .meta({ description: "Audit and compliance." }),
  budget: z
    .union([z.literal(false), z.number().positive().max(10_000_000)])
    .optional()
    .meta({
      description: "Monthly spending in US dollars that is watched; `false`: none.",
      expects: "an amount in US dollars above 0, or `false`",
    }),
  tags: z.record(z.string(), z.string()).optional().meta({
    description: "Tags (labels) of every resource, beside the platform's own.",
    expects: "a map of text values such as `{ team: payments }`",
  }),
  protection: z
    .boolean()
    .optional()
    .meta({ description: "Whether what holds data or serves traffic refuses to be deleted." }),
  canary: z
    .record(
      z.string(),
      z.strictObject({ stable: z.string().min(1).max(128), percent: z.int().min(0).max(99) }),
    )
    .optional()
    .meta({
      description:
        "Shares of a rollout that is under way, by service. `npm run delivery -- canary` says it to the updates that it makes; it is never in a stack file.",
      expects: "nothing: `services.NAME.canary` asks for a canary",
    }),
  rotation: z
    .union([z.string().min(1).max(64), z.number()])
    .optional()
    .meta({
      description:
        "Any text. Changing it makes new values for every secret that the platform generates: passwords and `secretKey`.",
      expects: "any text, such as `2026-11`",
    }),
});

export type StackConfiguration = z.infer<typeof stackSchema>;
