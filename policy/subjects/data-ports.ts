/** Where databases and caches listen. */
export const dataPorts = [
  { name: "PostgreSQL", port: 5432 },
  { name: "MySQL", port: 3306 },
  { name: "SQL Server", port: 1433 },
  { name: "Oracle", port: 1521 },
  { name: "MongoDB", port: 27017 },
  { name: "Redis", port: 6379 },
  { name: "Redis Enterprise", port: 10000 },
  { name: "Elasticsearch", port: 9200 },
  { name: "Memcached", port: 11211 },
] as const;
