import { getZone } from "@pulumi/azure-native/dns/getZone";
import { findZone, relativeName } from "../../../providers/azure/dns-zone";

jest.mock("@pulumi/azure-native/dns/getZone", () => ({ getZone: jest.fn() }));

const azureSays = (message: string) => jest.mocked(getZone).mockRejectedValueOnce(new Error(message));

describe("a DNS zone", () => {
  test.each([
    'Status=404 Code="ResourceGroupNotFound" Message="Resource group \'example.com\' could not be found."',
    "ResourceNotFound: the resource 'Microsoft.Network/dnsZones/example.com' was not found",
  ])("that is not in the group of its name stops the run with what to do: %s", async (message) => {
    azureSays(message);
    await expect(findZone("example.com", {})).rejects.toThrow(
      /no DNS zone example\.com in a resource group that is called example\.com.*az resource move .*`platform:domain\.zone`/,
    );
  });

  test("that can't be asked for stops the run with what Azure says", async () => {
    azureSays("AuthorizationFailed: the client may not read zones");
    await expect(findZone("example.com", {})).rejects.toThrow(/^AuthorizationFailed/);
  });

  test("calls a name in it by what is before it", () => {
    expect(relativeName("example.com", "example.com")).toBe("@");
    expect(relativeName("a.b.example.com", "example.com")).toBe("a.b");
  });
});
