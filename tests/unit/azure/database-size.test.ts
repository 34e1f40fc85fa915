import fc from "fast-check";
import { beginning } from "../../../providers/azure/database-restore";
import { databaseSize, diskSize } from "../../../providers/azure/database-size";

describe("the size of a database", () => {
  test("is one that can have a standby where one is wanted", () => {
    expect(databaseSize("micro", false).sku).toBe("Standard_B1ms");
    for (const size of ["micro", "small", "medium", "large"] as const)
      expect(databaseSize(size, true).tier).toBe("GeneralPurpose");
    expect(databaseSize("large", true).sku).toBe("Standard_D4ds_v5");
  });

  test("of its disk is the smallest that Azure sells with so much room", () => {
    expect([20, 32, 33, 100, 500, 32_767].map(diskSize)).toEqual([32, 32, 64, 128, 512, 32_767]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 32_767 }), (asked) => diskSize(asked) >= asked));
    expect(() => diskSize(32_768)).toThrow("lower `platform:database.storage`");
  });
});

describe("what a database starts from", () => {
  const server =
    "/subscriptions/0000/resourceGroups/old/providers/Microsoft.DBforPostgreSQL/flexibleServers/database-a1";

  test("is nothing, a point in time, or the newest copy", () => {
    expect(beginning(undefined)).toEqual({ createMode: "Default" });
    expect(beginning(`${server}@2026-01-31T12:00:00+01:00`)).toEqual({
      createMode: "PointInTimeRestore",
      sourceServerResourceId: server,
      pointInTimeUTC: "2026-01-31T11:00:00.000Z",
    });
    jest.useFakeTimers({ now: Date.parse("2026-02-03T04:05:06Z") });
    expect(beginning(server)).toEqual({
      createMode: "GeoRestore",
      sourceServerResourceId: server,
      pointInTimeUTC: "2026-02-03T04:05:06.000Z",
    });
    jest.useRealTimers();
  });

  test.each(["rds:snapshot-1", `${server}@yesterday`, `${server}@2026-01-31@x`, "@2026-01-31T12:00:00Z"])(
    "is refused as %s",
    (text) => {
      expect(() => beginning(text)).toThrow("must be the resource id of a PostgreSQL flexible server");
    },
  );
});
