import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rule as basePinned } from "../../../../policy/rules/images/docker-image-base-pinned";
import { rule as dockerfileFound } from "../../../../policy/rules/images/docker-image-dockerfile-found";
import { rule as healthCheck } from "../../../../policy/rules/images/docker-image-health-check";
import { rule as noSsh } from "../../../../policy/rules/images/docker-image-no-ssh";
import { rule as notRoot } from "../../../../policy/rules/images/docker-image-not-root";
import { policyOf } from "../../../../policy/mechanism/policies";
import { Waivers } from "../../../../policy/mechanism/waivers";
import { analyze, describeRule, type Given, levels, type Properties, unknown } from "../pack";

const folder = mkdtempSync(join(tmpdir(), "dockerfiles-"));
let files = 0;
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const image = (build?: Properties[string]): Given => ({
  type: "docker:index/image:Image",
  properties: { imageName: "shop:1", ...(build !== undefined && { build }) },
});
/** An image with a Dockerfile of these lines. */
function of(...lines: string[]): Given {
  files += 1;
  const dockerfile = join(folder, String(files));
  writeFileSync(dockerfile, lines.join("\n"));
  return image({ context: folder, dockerfile });
}
const tracked = (workload: string) => image({ context: ".", dockerfile: `workloads/${workload}/Dockerfile` });
const notApplicable = {
  "an image that is not built": image(),
  "a file that is not there": image({ context: folder, dockerfile: join(folder, "none") }),
  "another type": { type: "docker:index/volume:Volume" },
};
const asUnknown = { "a file that is unknown": image({ context: folder, dockerfile: unknown }) };

describeRule(notRoot, {
  compliant: {
    "a number": of("FROM scratch", "USER 65532:65532"),
    "a name": of("FROM scratch", "user app"),
    "root before": of("FROM scratch", "USER root", "RUN x", "USER 1000"),
    "root in another stage": of("FROM a:1 AS build", "USER root", "FROM scratch", "USER 1000"),
    "the service's": tracked("service"),
    "the backup's": tracked("backup"),
  },
  violations: {
    "no user": [of("FROM scratch"), "no USER"],
    "a user of another stage": [of("FROM a:1 AS build", "USER 1000", "FROM scratch"), "no USER"],
    "root by name": [of("FROM scratch", "USER root:app"), "USER is root"],
    "root by number": [of("FROM scratch", "USER 1000", "USER 0"), "USER is 0"],
    "root, split over lines": [of("FROM scratch", "USER \\", "# who", "  root"), "USER is root"],
    "a user that is a comment": [of("FROM scratch", "# USER 1000"), "no USER"],
  },
  notApplicable,
  unknown: asUnknown,
});

const digest = `@sha256:${"a".repeat(64)}`;
describeRule(basePinned, {
  compliant: {
    "nothing as base": of("FROM scratch"),
    "a tag": of("FROM node:24"),
    "a digest": of(`FROM node${digest}`),
    "a digest beside latest": of(`FROM node:latest${digest}`),
    "a stage": of("FROM node:24 AS Build", "FROM build"),
    "an argument": of("ARG BASE=node:24", "FROM --platform=linux/amd64 ${BASE} AS build"),
    "an argument's default": of("FROM ${BASE:-node:24}"),
    "the service's": tracked("service"),
    "the backup's": tracked("backup"),
  },
  violations: {
    "no tag": [of("FROM node"), "starts from node without a version"],
    latest: [of("FROM node:latest"), "node:latest"],
    "a registry with a port and no tag": [of("FROM localhost:5000/node"), "localhost:5000/node"],
    "the first of two": [of("FROM node AS build", "FROM scratch"), "node"],
    "an argument": [of('ARG BASE="node"', "FROM $BASE"), "node"],
    "behind a platform": [of("FROM --platform=linux/amd64 node"), "node"],
  },
  notApplicable,
  unknown: asUnknown,
});

describeRule(healthCheck, {
  compliant: {
    "a check": of("FROM scratch", 'HEALTHCHECK CMD ["/check"]'),
    "none on purpose": of("FROM scratch", "HEALTHCHECK NONE"),
    "the service's": tracked("service"),
    "the backup's": tracked("backup"),
  },
  violations: {
    none: [of("FROM scratch"), "no HEALTHCHECK"],
    "one of another stage": [of("FROM a:1", "HEALTHCHECK CMD x", "FROM scratch"), "no HEALTHCHECK"],
  },
  notApplicable,
  unknown: asUnknown,
});

describeRule(noSsh, {
  compliant: {
    "another port": of("FROM scratch", "EXPOSE 8000 9090/tcp"),
    "UDP on port 22": of("FROM scratch", "EXPOSE 22/udp"),
    "a range beside it": of("FROM scratch", "EXPOSE 23-30"),
    "a port of another stage": of("FROM a:1", "EXPOSE 22", "FROM scratch", "EXPOSE 80"),
    "the service's": tracked("service"),
  },
  violations: {
    "port 22": [of("FROM scratch", "EXPOSE 22"), "exposes 22"],
    "among others": [of("FROM scratch", "EXPOSE 80 22/tcp"), "exposes 80 22/tcp"],
    "a range": [of("FROM scratch", "EXPOSE 20-30"), "exposes 20-30"],
  },
  notApplicable: { ...notApplicable, "no port": of("FROM scratch") },
  unknown: asUnknown,
});

describeRule(dockerfileFound, {
  compliant: {
    "one that is there": of("FROM scratch"),
    "one of the program": tracked("service"),
    "the context's own": image({ context: "workloads/service" }),
    "a context alone": image("workloads/service"),
  },
  violations: {},
  notApplicable: { "an image that is not built": image() },
  unknown: asUnknown,
});

test("an image whose Dockerfile is not there is said to be unjudged, and held back by nothing", async () => {
  const policy = policyOf(dockerfileFound, new Waivers([], [], "2026-01-01"), "prod");
  const { diagnostics } = await analyze(
    [policy],
    image({ context: folder, dockerfile: join(folder, "none") }),
  );
  expect(diagnostics.map(({ level }) => level)).toEqual([levels.advisory]);
  expect(diagnostics[0]?.message).toContain("no rule judged it");
});
