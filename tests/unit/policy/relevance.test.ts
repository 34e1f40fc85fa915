import type { Policies } from "@pulumi/policy";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { only, rememberRequests } from "../../../policy/mechanism/relevance";

type Handler<Request> = (
  call: { request: Request },
  callback: (error: Error | null | undefined, response?: AnalyzeResponse) => void,
) => Promise<void>;
type Maker<Request> = (pack: string, version: string, level: string, policies: Policies) => Handler<Request>;
const server = jest.requireActual<{
  makeAnalyzeRpcFun: Maker<AnalyzeRequest>;
  makeAnalyzeStackRpcFun: Maker<AnalyzeStackRequest>;
}>("@pulumi/policy/server");

/** Types that the policy's function was called with. */
let called: string[];
const types = ["cloud:a:A", "cloud:b:B"];

beforeAll(rememberRequests);
beforeEach(() => {
  called = [];
});

async function answer<Request>(handler: Handler<Request>, request: Request): Promise<string[]> {
  const response = await new Promise<AnalyzeResponse | undefined>((resolve, reject) => {
    void handler({ request }, (error, given) => {
      if (error) reject(error);
      else resolve(given);
    });
  });
  return (response?.getNotApplicableList() ?? []).map((found) => found.getPolicyName());
}

/** As the engine's bytes arrive. */
function read(type: string): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setType(type);
  request.setProperties(new Struct());
  request.setOptions(new AnalyzerResourceOptions());
  return AnalyzerService.analyze.requestDeserialize(Buffer.from(request.serializeBinary()));
}

function readStack(...all: readonly string[]): AnalyzeStackRequest {
  const request = new AnalyzeStackRequest();
  request.setResourcesList(
    all.map((type) => {
      const resource = new AnalyzerResource();
      resource.setType(type);
      resource.setProperties(new Struct());
      resource.setOptions(new AnalyzerResourceOptions());
      return resource;
    }),
  );
  return AnalyzerService.analyzeStack.requestDeserialize(Buffer.from(request.serializeBinary()));
}

const policy = (name: string): Policies[number] => ({
  name,
  description: name,
  validateResource: only(types, async ({ type }) => {
    called.push(type);
    // Another request comes in between.
    await new Promise(setImmediate);
  }),
});
const handler = () => server.makeAnalyzeRpcFun("pack", "1.0.0", "mandatory", [policy("one"), policy("two")]);

test("a policy is asked about its own types only, and the others are said not to apply", async () => {
  expect(await answer(handler(), read("cloud:b:B"))).toEqual([]);
  expect(called).toEqual(["cloud:b:B", "cloud:b:B"]);
  expect(await answer(handler(), read("cloud:c:C"))).toEqual(["one", "two"]);
  expect(called).toHaveLength(2);
});

test("a type is known by any version of its interface", async () => {
  expect(await answer(handler(), read("cloud:a/v20240101:A"))).toEqual([]);
  expect(called).toHaveLength(2);
});

test("requests that come at once are not taken for each other", async () => {
  const asked = ["cloud:a:A", "cloud:c:C", "cloud:b:B", "cloud:c:C", "cloud:a:A"];
  const answers = await Promise.all(asked.map((type) => answer(handler(), read(type))));
  expect(answers.map(({ length }) => length)).toEqual([0, 2, 0, 2, 0]);
  expect(called.sort()).toEqual(
    asked
      .filter((type) => types.includes(type))
      .flatMap((type) => [type, type])
      .sort(),
  );
});

test("a policy about the stack is asked where one of its types is in it", async () => {
  const about = server.makeAnalyzeStackRpcFun("pack", "1.0.0", "mandatory", [
    {
      name: "stack",
      description: "stack",
      validateStack: only(types, ({ resources }) => {
        called.push(...resources.map(({ type }) => type));
      }),
    },
  ]);
  expect(await answer(about, readStack("cloud:c:C", "cloud:b:B"))).toEqual([]);
  expect(called).toEqual(["cloud:c:C", "cloud:b:B"]);
  expect(await answer(about, readStack("cloud:c:C"))).toEqual(["stack"]);
  expect(called).toHaveLength(2);
});

test("a request that was not remembered is judged by every policy", async () => {
  const request = new AnalyzeRequest();
  request.setType("cloud:c:C");
  request.setProperties(new Struct());
  request.setOptions(new AnalyzerResourceOptions());
  await answer(handler(), request);
  expect(called).toEqual(["cloud:c:C", "cloud:c:C"]);
});
