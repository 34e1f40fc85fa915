import { amount, at, isRecord, list, parse, record, refuse, text } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { canonicalLocation } from "./regions";
import { types } from "./types";

const componentCheck: Check = (inputs) => {
  if (inputs["workspaceResourceId"] === undefined)
    return refuse(
      "workspaceResourceId",
      "ClassicComponentsRetired: a component keeps its data in a workspace: name it",
    );
  const percentage = amount(inputs["samplingPercentage"]);
  return percentage !== undefined && (percentage <= 0 || percentage > 100)
    ? refuse("samplingPercentage", "InvalidParameter: is above 0 and at most 100")
    : [];
};

/** Where availability tests run from ("Application Insights availability tests: location population tags"). */
const testLocations = [
  "apac-hk-hkn-azr",
  "apac-jp-kaw-edge",
  "apac-sg-sin-azr",
  "emea-au-syd-edge",
  "emea-ch-zrh-edge",
  "emea-fr-pra-edge",
  "emea-gb-db3-azr",
  "emea-nl-ams-azr",
  "emea-ru-msa-edge",
  "emea-se-sto-edge",
  "latam-br-gru-edge",
  "us-ca-sjc-azr",
  "us-fl-mia-edge",
  "us-il-ch1-azr",
  "us-tx-sn1-azr",
  "us-va-ash-azr",
];

const requestCheck: Check = (inputs) => {
  const kind = text(inputs["webTestKind"]);
  if (kind === "ping")
    return refuse(
      "webTestKind",
      "WebTestKindRetired: URL ping tests ended on 30 September 2026; use standard",
    );
  if (inputs["kind"] !== undefined && kind !== undefined && inputs["kind"] !== kind)
    return refuse("kind", `InvalidParameter: must be the same as webTestKind ('${kind}')`);
  if (kind === "standard" && at(inputs, "request.requestUrl") === undefined)
    return refuse("request.requestUrl", "InvalidParameter: a standard test needs the address that it asks");
  const url = text(at(inputs, "request.requestUrl"));
  return url === undefined || /^https?:\/\/[^\s/]+/.test(url)
    ? []
    : refuse("request.requestUrl", `InvalidParameter: '${url}' is no http or https address`);
};

const certificateCheck: Check = (inputs) => {
  const rules = record(inputs["validationRules"]);
  const path = "validationRules.sSLCertRemainingLifetimeCheck";
  const days = amount(rules["sSLCertRemainingLifetimeCheck"]);
  if (days !== undefined && (days < 1 || days > 365))
    return refuse(path, "InvalidParameter: is 1 to 365 days");
  if (days !== undefined && rules["sSLCheck"] !== true)
    return refuse("validationRules.sSLCheck", "InvalidParameter: must be true for its days to be looked at");
  return rules["sSLCheck"] === true && text(at(inputs, "request.requestUrl"))?.startsWith("http://") === true
    ? refuse("validationRules.sSLCheck", "InvalidParameter: only an https address has a certificate")
    : [];
};

const testLocationCheck: Check = (inputs) =>
  list(inputs["locations"]).flatMap((value, index): readonly Problem[] => {
    const location = text(record(value)["location"]);
    return location === undefined || testLocations.includes(location)
      ? []
      : refuse(`locations[${String(index)}].location`, `InvalidLocation: no test runs from '${location}'`);
  });

const linkPrefix = "hidden-link:";

const linkCheck: Check = (inputs, world) => {
  const links = Object.keys(record(inputs["tags"])).filter((key) => key.startsWith(linkPrefix));
  const [link] = links;
  if (link === undefined || links.length > 1)
    return refuse("tags", "A single 'hidden-link' tag pointing to an existing AI component is required.");
  const component = world.find(types.applicationInsights, link.slice(linkPrefix.length));
  if (component === undefined)
    return refuse(
      "tags",
      `the 'hidden-link' tag points to '${link.slice(linkPrefix.length)}', which is no component`,
    );
  const place = canonicalLocation(text(component.outputs["location"]) ?? "");
  return place === inputs["location"]
    ? []
    : refuse("location", `InvalidLocation: a test is in the region of its component, ${place}`);
};

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const contentCheck: Check = (inputs) => {
  const source = text(inputs["serializedData"]);
  const wrong = (reason: string): readonly Problem[] =>
    refuse("serializedData", `InvalidWorkbook: ${reason}`);
  if (source === undefined) return [];
  const content = parse(source);
  if (!isRecord(content)) return wrong("is not valid JSON");
  if (content["version"] !== "Notebook/1.0") return wrong("its `version` is 'Notebook/1.0'");
  if (!Array.isArray(content["items"])) return wrong("it has a list `items`");
  return content["items"].flatMap((value, index) => {
    const item = record(value);
    const place = `items[${String(index)}]`;
    if (![1, 3, 4, 7, 9, 10, 11, 12].includes(amount(item["type"]) ?? 0))
      return wrong(`${place}.type is unknown`);
    if (!isRecord(item["content"])) return wrong(`${place} has no content`);
    return item["type"] === 3 && text(item["content"]["query"]) === undefined
      ? wrong(`${place} is a query item without a query`)
      : [];
  });
};

export const applicationInsights: readonly ResourceRules[] = [
  armResource({
    type: types.applicationInsights,
    path: "Microsoft.Insights/components/{resourceName}",
    location: "regional",
    name: {
      maximum: 260,
      pattern: /^[^%&\\?/]*[^%&\\?/ .]$/,
      alphabet: String.raw`none of % & \ ? /, and neither a space nor a period at the end`,
    },
    defaults: { ingestionMode: "LogAnalytics", retentionInDays: 90 },
    outputs: {
      appId: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
      applicationId: "{resourceName}",
      instrumentationKey: "{hex:8}-{hex:4}-4{hex:3}-b{hex:3}-{hex:12}",
      connectionString:
        "InstrumentationKey={instrumentationKey};IngestionEndpoint=https://{region}-5.in.applicationinsights.azure.com/;LiveEndpoint=https://{region}.livediagnostics.monitor.azure.com/;ApplicationId={appId}",
      creationDate: "2026-01-01T00:00:00.0000000+00:00",
    },
    references: [{ path: "workspaceResourceId", to: types.workspace }],
    immutable: ["applicationType"],
    limits: [
      {
        path: "retentionInDays",
        oneOf: [30, 60, 90, 120, 180, 270, 365, 550, 730],
        reason: "InvalidParameter: is one of 30, 60, 90, 120, 180, 270, 365, 550, 730 days",
      },
    ],
    check: componentCheck,
    seconds: { create: 10, update: 5, delete: 5 },
  }),
  armResource({
    type: types.webTest,
    path: "Microsoft.Insights/webtests/{webTestName}",
    location: "regional",
    name: { maximum: 260, pattern: /^[^%&\\?/]+$/, alphabet: String.raw`none of % & \ ? /` },
    defaults: { frequency: 300, timeout: 30 },
    immutable: ["webTestKind", "kind"],
    limits: [
      { path: "frequency", oneOf: [300, 600, 900], reason: "InvalidParameter: is 300, 600 or 900 seconds" },
      { path: "timeout", oneOf: [30, 60, 90, 120], reason: "InvalidParameter: is 30, 60, 90 or 120 seconds" },
      { path: "locations", minimumItems: 1, maximumItems: 16 },
    ],
    check: [requestCheck, certificateCheck, testLocationCheck, linkCheck],
    seconds: { create: 5, update: 5, delete: 5 },
  }),
  armResource({
    type: "azure-native:applicationinsights:Workbook",
    path: "Microsoft.Insights/workbooks/{resourceName}",
    location: "regional",
    name: { minimum: 36, maximum: 36, pattern: guid, alphabet: "the form of a GUID" },
    references: [
      {
        path: "sourceId",
        to: [types.workspace, types.applicationInsights, types.resourceGroup],
        blocksDeletion: false,
        except: /^azure monitor$/i,
      },
    ],
    limits: [{ path: "displayName", pattern: /^[^]{1,255}$/, reason: "has 1 to 255 characters" }],
    check: contentCheck,
    outputs: { revision: "{hex:32}", userId: "", timeModified: "2026-01-01T00:00:00Z" },
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];
