import type { Policies } from "@pulumi/policy";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  type RemediateResponse,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzerProviderResource,
  AnalyzeStackRequest,
  AnalyzerPropertyDependencies,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { policyOf } from "../../../policy/mechanism/policies";
import type { Rule } from "../../../policy/mechanism/rule";
import { Waivers } from "../../../policy/mechanism/waivers";

/** How the engine writes a text that is not known before the update, on the wire. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Properties = Record<string, JavaScriptValue>;

export interface Given {
  readonly type: string;
  readonly name?: string;
  /** URN of the component that it is part of. Default: none. */
  readonly parent?: string;
  /** Name of its stack. Default: `main`. */
  readonly stack?: string;
  readonly properties?: Properties;
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** Inputs of its provider. */
  readonly provider?: Properties;
  /** Names of the resources that each property's value comes from. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
}

/** One thing that the pack reported: the message, and how it is enforced. */
export interface Diagnostic {
  readonly message: string;
  readonly level: number;
  readonly urn: string;
}

/** What the pack answered. */
export interface Reported {
  readonly diagnostics: readonly Diagnostic[];
  /** Policies that had nothing to judge. */
  readonly notApplicable: readonly string[];
}

export const levels = { advisory: 0, mandatory: 1 } as const;

type Call<Request, Response = AnalyzeResponse> = (
  call: { request: Request },
  callback: (error: Error | null | undefined, response?: Response) => void,
) => Promise<void>;

/** The handlers with which the policy SDK answers the engine; its declarations hide them. */
interface PolicyServer {
  makeAnalyzeRpcFun(pack: string, version: string, level: string, policies: Policies): Call<AnalyzeRequest>;
  makeAnalyzeStackRpcFun(
    pack: string,
    version: string,
    level: string,
    policies: Policies,
  ): Call<AnalyzeStackRequest>;
  makeRemediateRpcFun(
    pack: string,
    version: string,
    level: string,
    policies: Policies,
  ): Call<AnalyzeRequest, RemediateResponse>;
}

const server = jest.requireActual<PolicyServer>("@pulumi/policy/server");
const noWaivers = () => new Waivers([], [], "2026-01-01");

export function urnOf({
  type,
  name = "it",
  parent = "",
  stack = "main",
}: Pick<Given, "type" | "name" | "parent" | "stack">): string {
  const [, , within = ""] = parent.split("::");
  const path = within === "" || within === "pulumi:pulumi:Stack" ? type : `${within}$${type}`;
  return `urn:pulumi:${stack}::project::${path}::${name}`;
}

/** Sends one resource to policies, as the engine does: over its message types and the SDK's own handler. */
export async function analyze(policies: Policies, given: Given): Promise<Reported> {
  const call = server.makeAnalyzeRpcFun("pack", "1.0.0", "advisory", policies);
  return reported(await answered(call, requestOf(given)));
}

/** What the remediations of a rule make of a resource's properties, where it is configured to; absent when nothing. */
export async function remediated(
  rule: Rule,
  given: Given,
  waivers = noWaivers(),
): Promise<Properties | undefined> {
  const policies: Policies = [{ ...policyOf(rule, waivers, "prod"), enforcementLevel: "remediate" }];
  const call = server.makeRemediateRpcFun("pack", "1.0.0", "advisory", policies);
  const response = await answered(call, requestOf(given));
  const [first] = response.getRemediationsList();
  expect(first?.getDiagnostic() ?? "").toBe("");
  return first?.getProperties()?.toJavaScript();
}

function requestOf(given: Given): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setType(given.type);
  request.setName(given.name ?? "it");
  request.setUrn(urnOf(given));
  request.setProperties(Struct.fromJavaScript(given.properties ?? {}));
  request.setOptions(optionsOf(given));
  if (given.provider) request.setProvider(providerOf(given.provider));
  return request;
}

/** Sends a whole stack to policies, as the engine does at the end of a preview or update. */
export async function analyzeStack(policies: Policies, resources: readonly Given[]): Promise<Reported> {
  const request = new AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((given) => {
      const resource = new AnalyzerResource();
      resource.setType(given.type);
      resource.setName(given.name ?? "it");
      resource.setUrn(urnOf(given));
      resource.setProperties(Struct.fromJavaScript(given.properties ?? {}));
      resource.setOptions(optionsOf(given));
      if (given.provider) resource.setProvider(providerOf(given.provider));
      for (const [property, names] of Object.entries(given.sources ?? {})) {
        const urns = new AnalyzerPropertyDependencies();
        const found = resources.filter(({ name = "it" }) => names.includes(name));
        urns.setUrnsList(found.map(urnOf));
        resource.getPropertydependenciesMap().set(property, urns);
      }
      return resource;
    }),
  );
  return reported(
    await answered(server.makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", policies), request),
  );
}

function optionsOf({ protect = false, ignoreChanges = [] }: Given): AnalyzerResourceOptions {
  const options = new AnalyzerResourceOptions();
  options.setProtect(protect);
  options.setIgnorechangesList([...ignoreChanges]);
  return options;
}

function providerOf(properties: Properties): AnalyzerProviderResource {
  const provider = new AnalyzerProviderResource();
  provider.setType("pulumi:providers:aws");
  provider.setName("aws");
  provider.setUrn("urn:pulumi:main::project::pulumi:providers:aws::aws");
  provider.setProperties(Struct.fromJavaScript(properties));
  return provider;
}

function answered<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    void call({ request }, (error, response) => {
      if (error || !response) reject(error ?? new Error("the handler answered nothing"));
      else resolve(response);
    });
  });
}

function reported(response: AnalyzeResponse): Reported {
  return {
    diagnostics: response.getDiagnosticsList().map((found) => ({
      message: found.getMessage(),
      level: found.getEnforcementlevel(),
      urn: found.getUrn(),
    })),
    notApplicable: response.getNotApplicableList().map((policy) => policy.getPolicyName()),
  };
}

/** A stack (its first resource is the one in question), or a single resource. */
type Scene = Given | readonly Given[];

export interface Cases {
  readonly compliant: Readonly<Record<string, Scene>>;
  /** Each with a part of what must be said. */
  readonly violations: Readonly<Record<string, readonly [Scene, string]>>;
  readonly notApplicable: Readonly<Record<string, Scene>>;
  /** What can't be judged before the update. */
  readonly unknown?: Readonly<Record<string, Scene>>;
}

/** The tests of one rule, each run through the policy SDK. */
export function describeRule(rule: Rule, cases: Cases): void {
  const run = (scene: Scene) => {
    const policy = [policyOf(rule, noWaivers(), "prod")];
    const given = "type" in scene ? [scene] : scene;
    if (rule.scope === "stack") return analyzeStack(policy, given);
    const [first] = given;
    if (first === undefined) throw new Error("a case needs a resource");
    return analyze(policy, first);
  };

  describe(rule.id, () => {
    for (const [what, scene] of Object.entries(cases.compliant)) {
      test(`accepts ${what}`, async () => {
        expect(await run(scene)).toEqual({ diagnostics: [], notApplicable: [] });
      });
    }
    for (const [what, [scene, detail]] of Object.entries(cases.violations)) {
      test(`refuses ${what}`, async () => {
        const { diagnostics: reported } = await run(scene);
        expect(reported.map(({ level }) => level)).toContain(levels.mandatory);
        const message = reported.map((found) => found.message).join("\n");
        expect(message).toContain(detail);
        expect(message).toContain(`[${rule.id}]`);
        expect(message).toContain(rule.reason);
        expect(message).toContain(rule.remedy);
      });
    }
    for (const [what, scene] of Object.entries(cases.notApplicable)) {
      test(`says nothing about ${what}`, async () => {
        expect(await run(scene)).toEqual({ diagnostics: [], notApplicable: [rule.id] });
      });
    }
    for (const [what, scene] of Object.entries(cases.unknown ?? {})) {
      test(`waits for the update with ${what}`, async () => {
        const { diagnostics: reported } = await run(scene);
        expect(reported.map(({ level }) => level)).toEqual([levels.advisory]);
        expect(reported[0]?.message).toMatch(/not known|can't be known/);
      });
    }
  });
}
