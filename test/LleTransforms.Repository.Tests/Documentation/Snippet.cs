using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LleTransforms.Repository.Tests.Documentation;

/// <summary>A block of C# in a document.</summary>
/// <param name="Place">The document and the line the block begins at.</param>
/// <param name="Code">The block.</param>
/// <param name="IsOnline">Marked "csharp online": it uses packages that not every source serves.</param>
internal sealed partial record Snippet(string Place, string Code, bool IsOnline)
{
    /// <summary>What a reader has at hand: the documents use these names without saying so each time.</summary>
    private static readonly System.Text.CompositeFormat _surroundings = System.Text.CompositeFormat.Parse("""
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading;
        using System.Threading.Tasks;
        using LleTransforms; using Microsoft.ML; using Microsoft.ML.Data;
        {0}
        public static class Reader
        {{
            static MLContext mlContext = null!;
            static IDataView data = null!, trainingData = null!, testData = null!;
            static ITransformer model = null!;
            static IEstimator<LocallyLinearEmbeddingTransformer> pipeline = null!;
            static Stream stream = null!;
            static float[,] values = null!;
            static float[] row = null!;
            {1}
            static {3} Run()
            {{
        {2}
            }}
        }}
        """);

    private const string OnlineSurroundings =
        "using Microsoft.ML.AutoML; using Microsoft.ML.SearchSpace; using Microsoft.Extensions.ML; using " +
        "Microsoft.Extensions.DependencyInjection;";

    private const string OnlineFields = "static IServiceCollection services = null!;";

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.Preview);

    /// <summary>All blocks of the README and of docs.</summary>
    public static IReadOnlyList<Snippet> ReadAll() => [.. Documents.All().SelectMany(Read)];

    /// <summary>What the compiler says against the block, against the assemblies of the running tests.</summary>
    public IReadOnlyList<string> Compile()
    {
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(Code, _parsing).GetRoot();
        string usings = string.Concat(root.Usings.Select(line => line.ToFullString())) + (IsOnline ? OnlineSurroundings : "");
        string types =
            string.Concat(root.Members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString()))
            + (IsOnline ? OnlineFields : "");
        string statements = string.Concat(root.Members.OfType<GlobalStatementSyntax>().Select(member => member.ToFullString()));
        var tree = CSharpSyntaxTree.ParseText(string.Format(System.Globalization.CultureInfo.InvariantCulture, _surroundings, usings, types,
            statements, Code.Contains("await ", StringComparison.Ordinal) ? "async Task" : "void"), _parsing);
        string assemblies = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var compilation = CSharpCompilation.Create(
            "Snippet", [tree], assemblies.Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics().Where(message => message.Severity == DiagnosticSeverity.Error)
            .Select(message => $"{Place}: {message}")];
    }

    private static IEnumerable<Snippet> Read(string file)
    {
        string text = File.ReadAllText(file).ReplaceLineEndings("\n");
        return Block().Matches(text).Select(match => new Snippet(
            $"{Path.GetRelativePath(RepositoryFolders.Root, file)}:{text[..match.Index].Count(character => character == '\n') + 1}",
            match.Groups["code"].Value, match.Groups["online"].Success));
    }

    /// <summary>Blocks whose beginning is none that the tests know, so that what is in them would be read
    /// by nobody; those of other languages apart.</summary>
    public static IReadOnlyList<string> Unknown() =>
    [
        .. Documents.All().SelectMany(file => Fence().Matches(File.ReadAllText(file).ReplaceLineEndings("\n"))
            .Select(match => (File: file, match.Groups["language"].Value)))
            .Where(fence => fence.Value is not ("csharp" or "csharp online" or "xml" or "python"))
                .Select(fence => $"{Path.GetRelativePath(RepositoryFolders.Root, fence.File)}: ```{fence.Value}"),
    ];

    [GeneratedRegex(@"^ *(```|~~~)(?<language>[^\n]*)\n.*?^ *\1 *$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```csharp(?<online> online)?[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
