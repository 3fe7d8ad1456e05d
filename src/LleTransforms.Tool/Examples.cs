namespace LleTransforms.Tool;

/// <summary>Command lines at the end of each command's help.</summary>
internal static class Examples
{
    public static string[] Of(string command) => command switch
    {
        "embed" =>
        [
            "lle embed data.csv -o coordinates.csv",
            "lle embed data.csv --label kind --scale range -d 10 -k 15 -o coordinates.csv --model model.zip",
            "zcat data.csv.gz | lle embed - --missing mean > coordinates.csv",
        ],
        "transform" => ["lle transform model.zip new.csv -o coordinates.csv"],
        "suggest" => ["lle suggest data.csv --label kind"],
        "evaluate" => ["lle evaluate data.csv coordinates.csv --label kind"],
        "report" => ["lle report data.csv --label kind -o report.html"],
        "extend" => ["lle extend model.zip new.csv -o grown.zip"],
        "remove" => ["lle remove model.zip --rows 3 17-20 -o smaller.zip"],
        "export" => ["lle export model.zip -o model.onnx"],
        _ => [],
    };
}
