import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { alerts } from "../../observability/alerts";
import { description } from "./alarm";
import { queryRule, severityNumbers } from "./query-rule";
import type { Scoped } from "./scope";
import type { AzureTelemetry } from "./telemetry";

interface AzureUptimeCheckArgs {
  /** Address of the entry, `https://api.example.com`. */
  readonly url: pulumi.Output<string>;
  readonly path: string;
  readonly telemetry: AzureTelemetry;
}

/** Where Azure asks from, on three continents (documentation: "Availability tests, location population tags"). */
const locations = ["emea-nl-ams-azr", "emea-gb-db3-azr", "us-va-ash-azr", "us-ca-sjc-azr", "apac-sg-sin-azr"];
/** So many of them must agree: a place that can't reach the entry by itself is a trouble of that place. */
const agreeing = 3;
/** Days that its certificate must still be good for. */
const certificateDays = 7;

/** Asks the entry from several continents, every five minutes each, and raises an alert when it does not answer. */
export class AzureUptimeCheck extends Component {
  constructor(name: string, args: Scoped<AzureUptimeCheckArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "UptimeCheck", name, opts);
    const { path, scope, telemetry, url } = args;
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    // What Azure calls the test must be known to the test itself.
    const webTestName = pulumi.interpolate`${name}-${scope.suffix}`;
    const test = new applicationinsights.WebTest(
      this.child("test"),
      {
        resourceGroupName,
        location,
        // The tag, and nothing else, makes it a test of this Application Insights.
        tags: telemetry.applicationInsights.id.apply((id) => ({
          ...tags,
          [`hidden-link:${id}`]: "Resource",
        })),
        webTestName,
        syntheticMonitorId: webTestName,
        webTestKind: applicationinsights.WebTestKind.Standard,
        kind: applicationinsights.WebTestKind.Standard,
        enabled: true,
        // Seconds.
        frequency: 300,
        timeout: 30,
        retryEnabled: true,
        locations: locations.map((place) => ({ location: place })),
        request: {
          requestUrl: pulumi.interpolate`${url}${path}`,
          httpVerb: "GET",
          followRedirects: false,
          parseDependentRequests: false,
        },
        validationRules: {
          expectedHttpStatusCode: 200,
          sSLCheck: true,
          sSLCertRemainingLifetimeCheck: certificateDays,
        },
      },
      within,
    );
    this.raise(test, args);
    this.registerOutputs({ webTestId: test.id });
  }

  private raise(test: applicationinsights.WebTest, { scope, telemetry }: Scoped<AzureUptimeCheckArgs>): void {
    const { actionGroup, applicationInsights } = telemetry;
    for (const { id, missing, runbook, summary } of alerts.uptime) {
      const text = description("critical", summary, runbook);
      new monitor.MetricAlert(
        this.child(`${id}-critical`),
        {
          resourceGroupName: scope.resourceGroup,
          location: "global",
          tags: scope.tags,
          description: text,
          enabled: true,
          severity: severityNumbers.critical,
          scopes: [test.id, applicationInsights.id],
          evaluationFrequency: "PT1M",
          windowSize: "PT5M",
          criteria: {
            odataType: "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
            webTestId: test.id,
            componentId: applicationInsights.id,
            failedLocationCount: agreeing,
          },
          autoMitigate: true,
          actions: [{ actionGroupId: actionGroup }],
        },
        { parent: this },
      );
      if (missing === "bad")
        queryRule(
          this.child(`${id}-silent`),
          {
            scope,
            actionGroup,
            severity: "critical",
            description: text,
            query: pulumi.interpolate`AppAvailabilityResults\n| where Name == "${test.name}"`,
            lookBack: 1800,
            troubleIs: "none",
            tells: "state",
          },
          { parent: this },
        );
    }
  }
}
