// All that is left on the Offline host of a program that needs the real package.
Console.Error.WriteLine(
    $"{System.Reflection.Assembly.GetExecutingAssembly().GetName().Name} needs the Microsoft.ML package and does nothing on this host, which has a stand-in for a part of it. " +
    "If a package source serves Microsoft.ML, add -p:MLNetHost=Package to the command; build/README.md tells of the hosts.");
return 3;
