using LleTransforms;
using LleTransforms.Persistence;
using Microsoft.ML;

// What lets `mlContext.Model.Load` find our transformer in a process that has done nothing but reference this assembly.
[assembly: LoadableClass(
    typeof(LocallyLinearEmbeddingTransformer), typeof(LocallyLinearEmbeddingTransformer), null, typeof(SignatureLoadModel),
    "Locally Linear Embedding", ModelEnvelope.LoaderSignature)]
[assembly: LoadableClass(
    typeof(LocallyLinearReconstructionTransformer), typeof(LocallyLinearReconstructionTransformer), null, typeof(SignatureLoadModel),
    "Locally Linear Reconstruction", ReconstructionEnvelope.LoaderSignature)]
