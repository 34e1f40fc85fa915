import { z } from "zod";
import { plainSettings } from "./settings";

/** A path below the project's folder or absolute, as `docker build` takes it. */
const folder = z.string().min(1).max(4096);

const build = z
  .union([
    folder,
    z.strictObject({
      context: folder.meta({
        description: "Folder that is sent to the build, from the project's folder.",
        expects: "a folder, such as `.`",
      }),
      dockerfile: folder.optional().meta({
        description: "Dockerfile, from the project's folder. Default: `Dockerfile` in the context.",
        expects: "a file, such as `workloads/service/Dockerfile`",
      }),
    }),
  ])
  .meta({
    description:
      "Build context from which an image is made at `pulumi up` and pushed to a registry of its own: a folder, or a folder and a Dockerfile.",
    expects: "a folder, or a map of `context` and `dockerfile`",
  });

const reference = z.string().max(1024).meta({
  description: "Ready image, by digest.",
  expects: "an image with its digest, `REGISTRY/NAME@sha256:` and 64 hexadecimal digits",
});

/** Where an image comes from: exactly one of the two. */
export const imageSource = { image: reference.optional(), build: build.optional() };

const probePath = z
  .string()
  .regex(/^\/[A-Za-z0-9._~/-]*$/)
  .max(1024);

const scaling = z.strictObject({
  min: z.int().min(1).max(1000).optional().meta({ description: "Replicas that always run." }),
  max: z.int().min(1).max(1000).optional().meta({ description: "Replicas that may run at most." }),
  cpu: z.int().min(10).max(95).optional().meta({ description: "Average CPU use to hold, in percent." }),
  memory: z.int().min(10).max(95).optional().meta({ description: "Average memory use to hold, in percent." }),
  requestsPerReplica: z.int().min(1).max(1_000_000).optional().meta({
    description: "Requests a minute that one replica is meant to serve. Public services only.",
  }),
});

const probes = z.strictObject({
  liveness: probePath.optional().meta({
    description: "Is the process alive? A replica that fails it is replaced.",
    expects: "a path such as `/health`",
  }),
  readiness: probePath.optional().meta({
    description: "Can it serve? A replica that fails it gets no requests.",
    expects: "a path such as `/ready`",
  }),
  grace: z.int().min(0).max(900).optional().meta({
    description: "Seconds that a new replica has before a failing probe counts.",
  }),
  client: z.enum(["node", "python", "curl", "wget", "none"]).optional().meta({
    description:
      "Program in the image that asks the liveness path, where the cloud can only ask from within (AWS). `none`: only readiness counts.",
  }),
});

const canary = z.strictObject({
  steps: z.array(z.int().min(1).max(99)).min(1).max(10).meta({
    description:
      "Percent of the requests that the new version gets, one share after the other; after the last it gets all. AWS: one share, or equal steps.",
    expects: "a list of ascending percentages from 1 to 99, such as `[10, 50]`",
  }),
  wait: z.int().min(1).max(120).meta({ description: "Minutes that each share is watched for." }),
});

/** Names that the platform itself gives to every container. */
export const platformVariables: readonly string[] = ["SERVICE_NAME", "PORT"];

/** One service of a stack, in the user's words. */
export const serviceSchema = z.strictObject({
  ...imageSource,
  port: z.int().min(1).max(65_535).optional().meta({
    description: "TCP port that the container listens on. It is told so by the variable `PORT`.",
  }),
  public: z.boolean().optional().meta({
    description:
      "Whether the load balancer sends requests to it. A service that is not public takes no connection at all.",
  }),
  path: z
    .string()
    .max(128)
    // A `/*` or whole segments and `/*`: what every cloud's load balancer can route by.
    .regex(/^(?:\/[A-Za-z0-9._~-]+)*\/\*$/)
    .optional()
    .meta({
      description: "Requests that are for this service. The longest match wins. Public services only.",
      expects: "`/*` or a prefix such as `/reports/*`",
    }),
  cpu: z.number().min(0.25).max(16).optional().meta({
    description: "vCPU of one replica, as an upper limit. Clouds with fixed sizes round up.",
  }),
  memory: z.int().min(128).max(122_880).optional().meta({
    description: "Memory of one replica in MiB, as an upper limit. Clouds with fixed sizes round up.",
  }),
  scaling: scaling.optional().meta({ description: "How many replicas run, and what makes them more." }),
  probes: probes.optional().meta({ description: "How the platform finds out whether a replica works." }),
  settings: plainSettings.omit({ environment: true }).partial().optional().meta({
    description: "Application settings that differ from the environment's. Secret ones never go here.",
  }),
  environment: z
    .record(z.string(), z.union([z.string().max(4096), z.number(), z.boolean()]))
    .optional()
    .meta({
      description: "Further plain environment variables, by name. Nothing secret.",
      expects: "a map of environment variables such as `FEATURE_REPORTS: on`",
    }),
  secrets: z.array(z.string()).optional().meta({
    description:
      "Names of the secrets that the service may read, each set with `pulumi config set --secret platform:NAME`. The service finds `openaiApiKey` in `OPENAI_API_KEY`.",
    expects: "a list of names, such as `[openaiApiKey]`",
  }),
  database: z.boolean().optional().meta({
    description: "Whether it may connect to the stack's database; it finds the address in `DATABASE_URL`.",
  }),
  cache: z.boolean().optional().meta({
    description: "Whether it may connect to the stack's cache; it finds the address in `REDIS_URL`.",
  }),
  canary: canary.optional().meta({
    description:
      "Let a new version take over in steps, and go back on an alert; without this key at once. Public services only.",
    expects: "a map such as `{ steps: [10, 50], wait: 5 }`",
  }),
  interruptible: z.boolean().optional().meta({
    description: "Whether it may run on cheaper capacity that the cloud takes back at two minutes' notice.",
  }),
});

export type ServiceConfiguration = z.infer<typeof serviceSchema>;
export type ImageConfiguration = Pick<ServiceConfiguration, "image" | "build">;
