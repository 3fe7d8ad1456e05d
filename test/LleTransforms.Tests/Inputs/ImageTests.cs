using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace LleTransforms.Tests.Inputs;

/// <summary>The step behind ML.NET's image steps, on pictures of a blob that is moved by two numbers.</summary>
[TestClass]
public sealed class ImageTests
{
    /// <summary>Pixels of a side once resized.</summary>
    private const int Side = 12;

    /// <summary>Pixels of the file for one pixel of the resized picture: an even mean of equal ones, so that resizing is exact.</summary>
    private const int Enlargement = 2;

    private const int Across = 20, Down = 12;

    [TestMethod]
    public void Coordinates_of_pictures_from_files_follow_the_place_of_what_they_show()
    {
        using var folder = new PictureFolder();
        var mlContext = new MLContext(seed: 1);
        var pictures = folder.Draw(Pictures());
        var files = mlContext.Data.LoadFromEnumerable(pictures);
        var options = new LocallyLinearEmbeddingOptions { InputColumnName = "Pixels", NumberOfComponents = 2, Method = LleMethod.Modified };
        var pipeline = mlContext.Transforms.LoadImages("Image", folder.Path, nameof(Picture.File))
            .Append(mlContext.Transforms.ResizeImages("Image", Side, Side, "Image", ImageResizingEstimator.ResizingKind.Fill))
            .Append(mlContext.Transforms.ExtractPixels("Pixels", "Image"))
            .Append(mlContext.Transforms.LocallyLinearEmbedding(options));

        var model = pipeline.Fit(files);
        var embedded = model.Transform(files);
        float[][] coordinates = [.. embedded.GetColumn<float[]>("Lle")];

        // The two axes may come out turned; what is asked is how much of each place a line through both coordinates tells.
        Assert.HasCount(Across * Down, coordinates);
        Assert.IsGreaterThan(0.999, ShareExplained(coordinates, [.. pictures.Select(picture => picture.X)]), "across");
        Assert.IsGreaterThan(0.999, ShareExplained(coordinates, [.. pictures.Select(picture => picture.Y)]), "down");

        // The pixels' type is that of a block of 3 x 12 x 12, and the step takes it as the vector it is.
        Assert.AreEqual("Vector<Single, 3, 12, 12>", embedded.Schema["Pixels"].Type.ToString());
        options.InputColumnName = nameof(Picture.Values);
        float[][] direct = [.. mlContext.Transforms.LocallyLinearEmbedding(options).Fit(files).Transform(files).GetColumn<float[]>("Lle")];
        for (int row = 0; row < direct.Length; row++)
        {
            CollectionAssert.AreEqual(direct[row], coordinates[row], $"picture {row}");
        }
    }

    [TestMethod]
    public void A_picture_that_was_not_fitted_lies_between_its_neighbours_after_a_reload()
    {
        using var folder = new PictureFolder();
        var mlContext = new MLContext(seed: 1);
        var pictures = folder.Draw(Pictures());
        var files = mlContext.Data.LoadFromEnumerable(pictures);
        var pipeline = mlContext.Transforms.LoadImages("Image", folder.Path, nameof(Picture.File))
            .Append(mlContext.Transforms.ResizeImages("Image", Side, Side, "Image", ImageResizingEstimator.ResizingKind.Fill))
            .Append(mlContext.Transforms.ExtractPixels("Pixels", "Image"))
            .Append(mlContext.Transforms.LocallyLinearEmbedding("Lle", "Pixels", numberOfComponents: 2, method: LleMethod.Modified));
        using var zip = new MemoryStream();
        mlContext.Model.Save(pipeline.Fit(files), files.Schema, zip);
        var reloaded = new MLContext().Model.Load(zip, out _);
        float[][] known = [.. reloaded.Transform(files).GetColumn<float[]>("Lle")];

        // At the middle of each cell (i, j) of the grid, but for those at its border.
        (int I, int J)[] cells = [.. from i in Enumerable.Range(2, Across - 5) from j in Enumerable.Range(2, Down - 5) select (i, j)];
        var unseen = folder.Draw([.. cells.Select(cell => At(cell.I + 0.5, cell.J + 0.5))]);
        float[][] placed = [.. reloaded.Transform(mlContext.Data.LoadFromEnumerable(unseen)).GetColumn<float[]>("Lle")];

        Assert.HasCount(cells.Length, placed);
        for (int row = 0; row < placed.Length; row++)
        {
            float[] corner = known[Number(cells[row].I, cells[row].J)], opposite = known[Number(cells[row].I + 1, cells[row].J + 1)];
            double cell = Distance(corner, opposite);
            float[] middle = [(corner[0] + opposite[0]) / 2, (corner[1] + opposite[1]) / 2];
            Assert.IsInRange(0.0, cell / 20, Distance(middle, placed[row]), $"The picture in the middle of cell {cells[row]}.");
        }
    }

    private static int Number(int i, int j) => (i * Down) + j;

    private static Picture[] Pictures() =>
        [.. from i in Enumerable.Range(0, Across) from j in Enumerable.Range(0, Down) select At(i, j)];

    private static Picture At(double i, double j) =>
        new() { X = (float)(3 + (6 * i / (Across - 1))), Y = (float)(4 + (4 * j / (Down - 1))) };

    private static double Distance(float[] first, float[] second) =>
        Math.Sqrt(first.Zip(second, (a, b) => (double)(a - b) * (a - b)).Sum());

    /// <summary>R squared of the values by a linear function of both coordinates, which are centred and uncorrelated.</summary>
    private static double ShareExplained(float[][] coordinates, float[] values) =>
        Enumerable.Range(0, 2).Sum(axis => Math.Pow(Correlation([.. coordinates.Select(row => row[axis])], values), 2));

    private static double Correlation(float[] first, float[] second)
    {
        double firstMean = first.Average(), secondMean = second.Average();
        double product = first.Zip(second, (a, b) => (a - firstMean) * (b - secondMean)).Sum();
        double squares = first.Sum(a => (a - firstMean) * (a - firstMean)) * second.Sum(b => (b - secondMean) * (b - secondMean));
        return product / Math.Sqrt(squares);
    }

    private sealed class Picture
    {
        public string File { get; set; } = "";

        public float X { get; set; }

        public float Y { get; set; }

        /// <summary>What the image steps should make of the file: all of red, then all of green, then all of blue.</summary>
        [VectorType(3 * Side * Side)]
        public float[] Values { get; set; } = [];
    }

    /// <summary>A folder of PNG files, deleted in the end.</summary>
    private sealed class PictureFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("lle-pictures-").FullName;

        public Picture[] Draw(Picture[] pictures)
        {
            foreach (var picture in pictures)
            {
                picture.File = $"{picture.X:R} {picture.Y:R}.png";
                Draw(picture);
            }

            return pictures;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);

        /// <summary>A blob that is orange on black, so that the three colours differ.</summary>
        private void Draw(Picture picture)
        {
            const int Width = Side * Enlargement;
            float[] values = new float[3 * Side * Side];
            byte[] file = new byte[4 * Width * Width];
            for (int at = 0; at < Width * Width; at++)
            {
                int row = at / Width / Enlargement, column = at % Width / Enlargement;
                double light = Math.Exp(-(Math.Pow(column - picture.X, 2) + Math.Pow(row - picture.Y, 2)) / 8);
                for (int color = 0; color < 3; color++)
                {
                    byte value = (byte)(light * (255 >> color));
                    file[(4 * at) + color] = value;
                    values[(color * Side * Side) + (row * Side) + column] = value;
                }

                file[(4 * at) + 3] = byte.MaxValue;
            }

            picture.Values = values;
            using var image = MLImage.CreateFromPixels(Width, Width, MLPixelFormat.Rgba32, file);
            image.Save(System.IO.Path.Combine(Path, picture.File));
        }
    }
}
