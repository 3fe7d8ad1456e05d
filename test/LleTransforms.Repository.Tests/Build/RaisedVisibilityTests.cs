using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.ML;

namespace LleTransforms.Repository.Tests.Build;

/// <summary>Reads the copies that this project was compiled against with the runtime's own metadata reader.</summary>
[TestClass]
public sealed class RaisedVisibilityTests
{
    [TestMethod]
    [DataRow("Microsoft.ML.Core")]
    [DataRow("Microsoft.ML.Data")]
    public void Internal_types_become_public_and_nothing_else_changes(string assembly)
    {
        using var original = Open(Original(assembly));
        using var raised = Open(Raised(assembly));
        var (before, after) = (original.GetMetadataReader(), raised.GetMetadataReader());
        int changed = 0;

        Assert.HasCount(before.TypeDefinitions.Count, after.TypeDefinitions);
        foreach (var handle in before.TypeDefinitions)
        {
            var type = before.GetTypeDefinition(handle);
            string @namespace = before.GetString(type.Namespace);
            bool isCompilersOwn = @namespace == "System" || @namespace.StartsWith("System.")
                || @namespace.StartsWith("Microsoft.CodeAnalysis");
            var expected = isCompilersOwn ? type.Attributes : Expected(type.Attributes);

            Assert.AreEqual(expected, after.GetTypeDefinition(handle).Attributes, before.GetString(type.Name));
            changed += expected != type.Attributes ? 1 : 0;
        }

        Assert.IsGreaterThan(0, changed);
    }

    [TestMethod]
    [DataRow("Microsoft.ML.Core")]
    [DataRow("Microsoft.ML.Data")]
    public void Internal_members_become_public_and_private_protected_ones_protected(string assembly)
    {
        using var original = Open(Original(assembly));
        using var raised = Open(Raised(assembly));
        var (before, after) = (original.GetMetadataReader(), raised.GetMetadataReader());
        int changed = 0;

        foreach (var handle in before.MethodDefinitions)
        {
            var attributes = before.GetMethodDefinition(handle).Attributes;
            var expected = attributes & ~MethodAttributes.MemberAccessMask | (MethodAttributes)RaisedAccess(
                (int)(attributes & MethodAttributes.MemberAccessMask));
            Assert.AreEqual(
                expected, after.GetMethodDefinition(handle).Attributes, before.GetString(before.GetMethodDefinition(handle).Name));
            changed += expected != attributes ? 1 : 0;
        }

        foreach (var handle in before.FieldDefinitions)
        {
            var attributes = before.GetFieldDefinition(handle).Attributes;
            var expected = attributes & ~FieldAttributes.FieldAccessMask | (FieldAttributes)RaisedAccess(
                (int)(attributes & FieldAttributes.FieldAccessMask));
            Assert.AreEqual(
                expected, after.GetFieldDefinition(handle).Attributes, before.GetString(before.GetFieldDefinition(handle).Name));
        }

        Assert.IsGreaterThan(0, changed);
    }

    [TestMethod]
    [DataRow("Microsoft.ML.Core")]
    [DataRow("Microsoft.ML.Data")]
    public void The_copy_keeps_the_identity_and_differs_in_flag_bytes_only(string assembly)
    {
        byte[] before = File.ReadAllBytes(Original(assembly));
        byte[] after = File.ReadAllBytes(Raised(assembly));

        Assert.HasCount(before.Length, after);
        Assert.AreEqual(AssemblyName.GetAssemblyName(Original(assembly)).FullName, AssemblyName.GetAssemblyName(Raised(assembly)).FullName);
        for (int index = 0; index < before.Length; index++)
        {
            Assert.AreEqual(before[index] & ~7, after[index] & ~7, $"Byte {index}");
        }
    }

    [TestMethod]
    public void Internal_members_can_be_called_at_run_time()
    {
        // Compiled against the copy, run against the original: without the attribute this throws a MethodAccessException.
        var version = new VersionInfo("RAISEDT ", 1, 1, 1, loaderAssemblyName: "LleTransforms.Repository.Tests", loaderSignature: "Raised");

        Assert.AreEqual("Raised", version.LoaderSignature);
    }

    private static TypeAttributes Expected(TypeAttributes attributes) =>
        attributes & ~TypeAttributes.VisibilityMask | (attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.NotPublic => TypeAttributes.Public,
            TypeAttributes.NestedAssembly => TypeAttributes.NestedPublic,
            TypeAttributes.NestedFamANDAssem => TypeAttributes.NestedFamily,
            var other => other,
        };

    private static int RaisedAccess(int access) => (MethodAttributes)access switch
    {
        MethodAttributes.Assembly => (int)MethodAttributes.Public,
        MethodAttributes.FamANDAssem => (int)MethodAttributes.Family,
        _ => access,
    };

    private static string Original(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    private static string Raised(string assembly) => Path.Combine(RepositoryFolders.Told("RaisedAssembliesFolder"), assembly + ".dll");

    private static PEReader Open(string file) => new(File.OpenRead(file));
}
