namespace LleTransforms.Model;

/// <summary>The binary form of a model: what stands where, and the bounds that its writer and its reader share.</summary>
/// <remarks>
/// Little-endian, without padding:
/// <code>
///   8 bytes          "LLEMODEL"
///   int32            version that wrote this file
///   int32            oldest version that can read it
///   int32            since version 5: form, 1 where the training rows are sparse, else 0
///   int32            method
///   int32            placement rule
///   int32            metric
///   int32            d, components
///   int32            k, neighbours
///   int32            D, features
///   int32            N, training rows
///   int32            n, distinct training rows held; 0 for the linear methods
///   int32            q, distinct training rows of which coordinates are held; 0 for the linear methods
///   int32            c, components that were embedded by themselves
///   double           regularization
///   double[d]        eigenvalues, ascending
///   int32[c]         the components' sizes, largest first
///   double[D]        offset, subtracted from a row before its first rounding to single precision
///   double[D]        mean, subtracted next
///   int32            scale exponent: a stored length of 1 is 2^exponent in the features' units
/// linear methods:
///   double[d * D]    the projection's axes, one row of D for each component
///   double[d]        its intercept
/// the other methods:
///   single[n * D]    distinct training rows, centred and scaled; where the oldest reader is 2, or form is 1, they are sparse instead:
///     int32          s, values held
///     int32[n + 1]   where each row's values begin, and s
///     int32[s]       their columns, ascending in each row
///     single[s]      the values; in the other columns a row holds the image of 0
///   double[q * d]    their coordinates, then those of q - n other distinct training rows
///   int32[N]         for each training row the place of its coordinates among the q; absent where n = N
/// written by version 3 and later:
///   int32            landmarks whose coordinates alone were free; since version 4 0 for a full fit
/// written by version 4 and later:
///   int32            D where the columns have names, else 0; then for each name:
///     int32          b, its bytes
///     byte[b]        the name, UTF-8
/// written by version 5 and later:
///   int32[n * k]     the neighbours of each row held, nearest first
///   double[n * k]    their squared distances as the engine has them
/// written by version 6 and later:
///   int32            g, vectors from which a growth begins beside the coordinates
///   single[n * g]    their values for each row held
/// in all since version 4:
///   uint64           XxHash64 of all bytes before it
/// </code>
/// </remarks>
internal static class LleModelFormat
{
    /// <summary>The version of a file that needs no other.</summary>
    public const int Version = 4;

    public const int OldestVersion = 1;

    /// <summary>The version of files that hold the neighbours of their rows. Older readers know nothing of it, so others stay as they
    /// were.</summary>
    public const int GraphVersion = 5;

    /// <summary>The version of files that hold, beside those neighbours, further vectors to begin a growth from.</summary>
    public const int FurtherVersion = 6;

    /// <summary>The newest version that is read.</summary>
    public const int NewestVersion = FurtherVersion;

    /// <summary>The most further vectors: an iteration has no more beside those it was asked for.</summary>
    public const int LargestNumberOfFurther = 64;

    /// <summary>The first version that knows sparse training rows; a file without them is written for the oldest reader.</summary>
    public const int SparseVersion = 2;

    /// <summary>The first version that says how many landmarks were fitted, behind all that older ones know.</summary>
    public const int LandmarkVersion = 3;

    /// <summary>The first version that keeps the names of columns, and a sum of all bytes.</summary>
    public const int ChecksumVersion = 4;

    /// <summary>Centred and scaled values lie within 1; the rest is beyond what any fit gives, and small enough that no sum of products
    /// overflows.</summary>
    public const double LargestValue = 1;

    public const double LargestCoordinate = 1e20;
    public const double LargestEigenvalue = 1e100;

    /// <summary>Numbers of single precision differ by 2^-149 at least, and from their mean by half of that.</summary>
    public const int SmallestScaleExponent = -149;

    /// <summary>The largest difference is just below 2^129, and so is that from a mean.</summary>
    public const int LargestScaleExponent = 130;

    public static ReadOnlySpan<byte> Magic => "LLEMODEL"u8;
}
