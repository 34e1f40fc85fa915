import { digest, type Changes } from "../configuration";
import { judge, type Case } from "./judge";

const built = { build: { context: ".", dockerfile: "workloads/service/Dockerfile" } };

const image = (rule: string, wrong: string, right: string, says: RegExp): Case => ({
  rule: `an image ${rule}`,
  wrong: { "services.api.image": wrong },
  right: { "services.api.image": right },
  key: "platform:services.api.image",
  says,
});
const build = (value: Changes[string]): Changes => ({
  "services.api.image": undefined,
  "services.api.build": value,
});
const images: Case[] = [
  image(
    "by tag",
    "nginx:1.27",
    `nginx:1.27@${digest}`,
    /without a digest.*`nginx@sha256:….*imagetools inspect nginx:1\.27`/,
  ),
  image(
    "by name alone",
    "registry.example.com:5000/api",
    `registry.example.com:5000/api@${digest}`,
    /without a digest.*`registry\.example\.com:5000\/api@/,
  ),
  image("with a short digest", `api@${digest.slice(0, -1)}`, `api@${digest}`, /malformed digest/),
  image("with a digest in capitals", `api@sha256:${"A1".repeat(32)}`, `api@${digest}`, /malformed digest/),
  image("with two digests", `api@${digest}@${digest}`, `api@${digest}`, /not an image reference/),
  image(
    "that is a URL",
    `https://example.com/api@${digest}`,
    `example.com/api@${digest}`,
    /not an image reference/,
  ),
  {
    rule: "neither image nor build",
    wrong: { "services.api.image": undefined },
    right: {},
    key: "platform:services.api",
    says: /has no image .*`image: .*`build: /,
  },
  {
    rule: "both image and build",
    wrong: { "services.api.build": "." },
    right: build(built.build),
    key: "platform:services.api",
    says: /both/,
  },
  {
    rule: "no such context",
    wrong: build("./nowhere"),
    right: build("./workloads/service"),
    key: "platform:services.api.build",
    says: /context "\.\/nowhere"/,
  },
  {
    rule: "a context that is a file",
    wrong: build({ context: "workloads/service/Dockerfile", dockerfile: "workloads/service/Dockerfile" }),
    right: build(built.build),
    key: "platform:services.api.build",
    says: /no folder/,
  },
  {
    rule: "no such Dockerfile",
    wrong: build("."),
    right: build(built.build),
    key: "platform:services.api.build",
    says: /Dockerfile "Dockerfile", which is no file/,
  },
  {
    rule: "a dump image by tag",
    wrong: { "backup.dump": { image: "dump:1" } },
    right: { "backup.dump": { image: `dump@${digest}` } },
    key: "platform:backup.dump.image",
    says: /without a digest/,
  },
  {
    rule: "a dump without image",
    wrong: { "backup.dump": {} },
    right: { "backup.dump": true },
    key: "platform:backup.dump",
    says: /has no image/,
  },
];

judge(images);
