#!/usr/bin/env bash
# Microsoft.Data.Analysis 0.23.1, DataFrameColumn.Mean, DataFrame.Description and GroupBy.
#
# A column leaves its nulls out of its mean. The description of its frame, and the mean of a group, divide the same
# sum by all rows, so that a null counts as a zero; the description counts two values beside it.
#
# Seen on 2026-11-29: 2, null, 4 has the mean 3 as a column, the mean 2 as described, and the mean 2 as a group.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir share
export NUGET_PACKAGES="$dir/packages" XDG_DATA_HOME="$dir/share" DOTNET_NOLOGO=1
cat > seen.cs <<'CS'
#:package Microsoft.Data.Analysis@0.23.1
#:property PublishAot=false
using Microsoft.Data.Analysis;

int changed = 0;
void Expect(bool asSeen, string what)
{
    Console.WriteLine((asSeen ? "as seen: " : "CHANGED: ") + what);
    if (!asSeen) changed = 1;
}

var column = new DoubleDataFrameColumn("Value", new double?[] { 2, null, 4 });
Expect(column.Mean() == 3, $"the column 2, null, 4 says: mean {column.Mean()}");

var description = new DataFrame(column).Description();
var described = description.Rows.ToDictionary(row => (string)row[0], row => Convert.ToDouble(row[1]));
Expect(described["Mean"] == 2, $"its frame describes it: {string.Join(", ", described.Select(d => d.Key + " " + d.Value))}");

var keys = new StringDataFrameColumn("Key", ["a", "a", "a", "b"]);
var groups = new DataFrame(keys, new DoubleDataFrameColumn("Value", new double?[] { 2, null, 4, 5 })).GroupBy("Key").Mean("Value");
Expect((double)groups["Value"][0] == 2, $"grouped, the same three values: mean {groups["Value"][0]}");

return changed;
CS
dotnet run seen.cs
