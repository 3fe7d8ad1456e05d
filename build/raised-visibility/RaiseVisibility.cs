// An MSBuild task, compiled by the build that uses it (RaisedVisibility.targets): copies an assembly and makes what is
// internal in the copy public. Only flag bytes are overwritten; nothing moves, so every token and signature stays valid.
//
// Source: ECMA-335, 6th edition, partition II: 24.2 (metadata root and streams), 24.2.6 (the #~ stream), 22.15, 22.26 and
// 22.37 (rows of Field, MethodDef and TypeDef), 23.1.5, 23.1.10 and 23.1.15 (their flags).
// Read by hand because a task of this kind is compiled against .NET Standard 2.0, which has no metadata reader.

using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

public sealed class RaiseVisibility : Task
{
    [Required]
    public string Source { get; set; }

    [Required]
    public string Destination { get; set; }

    public override bool Execute()
    {
        try
        {
            var image = File.ReadAllBytes(Source);
            var raised = new MetadataTables(image).RaiseVisibility();
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
            File.WriteAllBytes(Destination, image);
            Log.LogMessage(MessageImportance.Normal, "{0}: {1} types and members made public in {2}", Source, raised, Destination);
        }
        catch (Exception e) when (e is IOException || e is InvalidDataException || e is IndexOutOfRangeException || e is ArgumentException)
        {
            Log.LogError("The visibility of {0} could not be raised: {1}", Source, e.Message);
        }

        return !Log.HasLoggedErrors;
    }
}

/// <summary>The first seven metadata tables of an assembly, which are all that come before and hold the visibility flags.</summary>
internal sealed class MetadataTables
{
    private const int TypeRef = 0x01, TypeDef = 0x02, Field = 0x04, MethodDef = 0x06, Param = 0x08;
    private const int ModuleRef = 0x1A, TypeSpec = 0x1B, AssemblyRef = 0x23, Module = 0x00, TableCount = 64;

    private readonly byte[] _image;
    private readonly int[] _rowCount = new int[TableCount];
    private readonly int[] _rowSize = new int[MethodDef + 1];
    private readonly int[] _start = new int[MethodDef + 1];
    private readonly int _strings;
    private readonly int _stringIndexSize;

    public MetadataTables(byte[] image)
    {
        _image = image;
        int root = FindMetadataRoot();
        int tables = FindStream(root, "#~");
        _strings = FindStream(root, "#Strings");

        // Header of #~: a byte of heap sizes at 6, a bit for each table present at 8, their row counts from 24 on.
        int heapSizes = image[tables + 6];
        ulong present = BitConverter.ToUInt64(image, tables + 8);
        int position = tables + 24;
        for (int table = 0; table < TableCount; table++)
        {
            if ((present >> table & 1) != 0)
            {
                _rowCount[table] = Int32(position);
                position += 4;
            }
        }

        _stringIndexSize = (heapSizes & 1) != 0 ? 4 : 2;
        int guid = (heapSizes & 2) != 0 ? 4 : 2;
        int blob = (heapSizes & 4) != 0 ? 4 : 2;
        _rowSize[Module] = 2 + _stringIndexSize + 3 * guid;
        _rowSize[TypeRef] = CodedIndexSize(2, Module, ModuleRef, AssemblyRef, TypeRef) + 2 * _stringIndexSize;
        _rowSize[TypeDef] = 4 + 2 * _stringIndexSize + CodedIndexSize(2, TypeDef, TypeRef, TypeSpec) + IndexSize(Field)
            + IndexSize(MethodDef);
        _rowSize[Field] = 2 + _stringIndexSize + blob;
        _rowSize[MethodDef] = 8 + _stringIndexSize + blob + IndexSize(Param);
        for (int table = 0; table <= MethodDef; table++)
        {
            _start[table] = position;
            position += _rowSize[table] * _rowCount[table];
        }
    }

    /// <summary>Raises internal to public and private protected to protected; returns how many flags changed.</summary>
    public int RaiseVisibility()
    {
        int changed = 0;
        for (int row = 0; row < _rowCount[TypeDef]; row++)
        {
            int flags = _start[TypeDef] + row * _rowSize[TypeDef];
            if (!IsCompilersOwn(String(flags + 4 + _stringIndexSize)))
            {
                changed += Replace(flags, RaisedType(_image[flags] & 7));
            }
        }

        changed += RaiseMembers(Field, flagsOffset: 0);
        return changed + RaiseMembers(MethodDef, flagsOffset: 6);
    }

    private int RaiseMembers(int table, int flagsOffset)
    {
        int changed = 0;
        for (int row = 0; row < _rowCount[table]; row++)
        {
            int flags = _start[table] + row * _rowSize[table] + flagsOffset;
            changed += Replace(flags, RaisedMember(_image[flags] & 7));
        }

        return changed;
    }

    // Each compiler embeds its own copies of such attributes as internal types; public ones would clash with ours.
    private static bool IsCompilersOwn(string @namespace) =>
        @namespace == "System" || @namespace.StartsWith("System.", StringComparison.Ordinal) ||
        @namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    // Protected internal stays in both: seen from another assembly it is protected already, and an override of it has to say so.
    private static int RaisedType(int visibility) => visibility switch
    {
        0 => 1, // internal -> public
        5 => 2, // nested internal -> nested public
        6 => 4, // nested private protected -> nested protected
        _ => visibility,
    };

    private static int RaisedMember(int access) => access switch
    {
        2 => 4, // private protected -> protected
        3 => 6, // internal -> public
        _ => access,
    };

    private int Replace(int flags, int visibility)
    {
        var raised = (byte)(_image[flags] & ~7 | visibility);
        int changed = raised != _image[flags] ? 1 : 0;
        _image[flags] = raised;
        return changed;
    }

    private int FindMetadataRoot()
    {
        int peHeader = Int32(0x3C);
        int optionalHeader = peHeader + 24;
        bool is64Bit = UInt16(optionalHeader) == 0x20B;
        int cliHeaderDirectory = optionalHeader + (is64Bit ? 112 : 96) + 14 * 8;
        int sections = optionalHeader + UInt16(peHeader + 20);
        int sectionCount = UInt16(peHeader + 6);
        int root = FileOffset(Int32(FileOffset(Int32(cliHeaderDirectory), sections, sectionCount) + 8), sections, sectionCount);
        return Int32(root) == 0x424A5342 ? root : throw new InvalidDataException("it has no metadata root.");
    }

    private int FileOffset(int virtualAddress, int sections, int sectionCount)
    {
        for (int section = sections; section < sections + 40 * sectionCount; section += 40)
        {
            int start = Int32(section + 12);
            if (virtualAddress >= start && virtualAddress < start + Math.Max(Int32(section + 8), Int32(section + 16)))
            {
                return virtualAddress - start + Int32(section + 20);
            }
        }

        throw new InvalidDataException("it is no managed assembly.");
    }

    private int FindStream(int root, string name)
    {
        int position = root + 16 + Int32(root + 12);
        int streamCount = UInt16(position + 2);
        position += 4;
        for (int stream = 0; stream < streamCount; stream++)
        {
            string found = NullTerminated(position + 8);
            if (found == name)
            {
                return root + Int32(position);
            }

            position += 8 + (found.Length + 4) / 4 * 4;
        }

        throw new InvalidDataException($"its metadata has no stream {name}.");
    }

    private int IndexSize(int table) => _rowCount[table] < 0x10000 ? 2 : 4;

    private int CodedIndexSize(int tagBits, params int[] tables) =>
        Array.TrueForAll(tables, table => _rowCount[table] < 1 << (16 - tagBits)) ? 2 : 4;

    private string String(int index) => NullTerminated(_strings + (_stringIndexSize == 4 ? Int32(index) : UInt16(index)));

    private string NullTerminated(int start) => Encoding.UTF8.GetString(_image, start, Array.IndexOf(_image, (byte)0, start) - start);

    private int UInt16(int position) => BitConverter.ToUInt16(_image, position);

    private int Int32(int position) => BitConverter.ToInt32(_image, position);
}
