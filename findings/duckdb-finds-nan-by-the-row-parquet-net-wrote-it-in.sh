#!/usr/bin/env bash
# Parquet.Net 6.1.0 writes, DuckDB 1.5.6 (npm @duckdb/node-api 1.5.6-r.1) reads.
#
# Parquet.Net's statistics of a column of doubles are NaN to NaN if NaN is its first value, and leave NaN out
# otherwise. DuckDB orders NaN above every number, yet skips a file by those statistics: whether a NaN satisfies x > 5
# or x = NaN depends on the row in which it was written.
#
# Seen on 2026-11-29: from NaN, 1, 3 "x > 5" and "x = 'NaN'" give NaN; from 1, 3, NaN both give no row, while "x > 2"
# gives 3 and NaN.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir share
export NUGET_PACKAGES="$dir/packages" XDG_DATA_HOME="$dir/share" DOTNET_NOLOGO=1
cat > seen.cs <<'CS'
#:package Parquet.Net@6.1.0
#:property PublishAot=false
using Parquet;
using Parquet.Schema;

var field = new DataField<double>("x");
foreach (var (name, values) in new[] { ("first", new[] { double.NaN, 1, 3 }), ("last", new[] { 1, 3, double.NaN }) })
{
    string path = name + ".parquet";
    await using (var file = File.Create(path))
    await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file))
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<double>(field, values);
    }

    await using var again = File.OpenRead(path);
    await using var reader = await ParquetReader.CreateAsync(again);
    using var rows = reader.OpenRowGroupReader(0);
    var statistics = rows.GetStatistics(field);
    Console.WriteLine($"NaN {name}: statistics from {statistics?.MinValue} to {statistics?.MaxValue}");
}
CS
dotnet run seen.cs | tee statistics.txt
npm install --silent --no-fund --no-audit --ignore-scripts --prefix . @duckdb/node-api@1.5.6-r.1
cat > seen.js <<'JS'
const { DuckDBInstance } = require('@duckdb/node-api');
const fs = require('fs');

function expect(asSeen, what) {
  console.log((asSeen ? 'as seen: ' : 'CHANGED: ') + what);
  if (!asSeen) process.exitCode = 1;
}

(async () => {
  expect(/first: statistics from NaN to NaN[^]*last: statistics from 1 to 3/.test(fs.readFileSync('statistics.txt', 'utf8')), 'the statistics above');
  const db = await (await DuckDBInstance.create(':memory:')).connect();
  for (const [name, where, seen] of [
    ['first', 'true', 'NaN,1,3'], ['last', 'true', '1,3,NaN'],
    ['first', 'x > 2', 'NaN,3'], ['last', 'x > 2', '3,NaN'],
    ['first', 'x > 5', 'NaN'], ['last', 'x > 5', ''],
    ['first', "x = 'NaN'::double", 'NaN'], ['last', "x = 'NaN'::double", ''],
  ]) {
    const rows = await (await db.run(`select x from '${name}.parquet' where ${where}`)).getRows();
    const got = rows.map(r => r[0]).join(',');
    expect(got === seen, `NaN ${name}, where ${where}: ${got || 'no row'}`);
  }
})();
JS
node seen.js
