using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Samples.Images;

/// <summary>
/// Fully connected layers with rectified linear units between them and a softmax at the end, trained by Adam (Kingma and Ba 2015) on
/// batches. Rows are samples: a layer maps X to X W + b.
/// </summary>
internal sealed class Network
{
    private const int BatchSize = 64;

    private readonly Layer[] _layers;
    private readonly Random _random;
    private int _step;

    public Network(int[] sizes, int seed)
    {
        _random = new Random(seed);
        _layers = [.. Enumerable.Range(0, sizes.Length - 1).Select(i => new Layer(sizes[i], sizes[i + 1], _random))];
    }

    /// <summary>One pass over the rows in a new order; answers the mean cross-entropy met on the way.</summary>
    public double TrainEpoch(float[][] rows, int[] labels)
    {
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        _random.Shuffle(order);
        double loss = 0;
        foreach (int[] batch in order.Chunk(BatchSize))
        {
            var output = Forward(Matrix<float>.Build.DenseOfRowArrays(batch.Select(row => rows[row])));

            // The derivative of softmax and cross-entropy together is the probabilities less one at the label.
            for (int i = 0; i < batch.Length; i++)
            {
                int label = labels[batch[i]];
                loss -= Math.Log(Math.Max(output[i, label], 1e-30));
                output[i, label] -= 1;
            }

            Backward(output / batch.Length);
        }

        return loss / rows.Length;
    }

    public double Accuracy(float[][] rows, int[] labels)
    {
        var output = Forward(Matrix<float>.Build.DenseOfRowArrays(rows));
        return labels.Where((label, row) => output.Row(row).MaximumIndex() == label).Count() / (double)rows.Length;
    }

    /// <summary>Probabilities, a row each.</summary>
    private Matrix<float> Forward(Matrix<float> rows)
    {
        foreach (var layer in _layers)
        {
            rows = layer.Forward(rows, rectified: layer != _layers[^1]);
        }

        for (int i = 0; i < rows.RowCount; i++)
        {
            var exponentials = (rows.Row(i) - rows.Row(i).Maximum()).PointwiseExp();
            rows.SetRow(i, exponentials / exponentials.Sum());
        }

        return rows;
    }

    private void Backward(Matrix<float> gradient)
    {
        _step++;
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            gradient = _layers[i].Backward(gradient, _step, needsInputGradient: i > 0);
        }
    }

    private sealed class Layer
    {
        private readonly Adam _weights;
        private readonly Adam _biases;
        private Matrix<float> _input = null!;
        private Matrix<float> _output = null!;
        private bool _rectified;

        // Weights of variance 2 / inputs keep the scale of what flows through rectified units (He et al. 2015).
        public Layer(int inputs, int outputs, Random random)
        {
            var normal = new Normal(0, Math.Sqrt(2.0 / inputs), random);
            _weights = new Adam(Matrix<float>.Build.Dense(inputs, outputs, (_, _) => (float)normal.Sample()));
            _biases = new Adam(Matrix<float>.Build.Dense(1, outputs));
        }

        public Matrix<float> Forward(Matrix<float> input, bool rectified)
        {
            _input = input;
            _rectified = rectified;
            _output = input * _weights.Values;
            float[] biases = _biases.Values.ToRowMajorArray();
            _output.MapIndexedInplace((_, j, value) => rectified ? Math.Max(0, value + biases[j]) : value + biases[j], Zeros.Include);
            return _output;
        }

        public Matrix<float> Backward(Matrix<float> gradient, int step, bool needsInputGradient)
        {
            if (_rectified)
            {
                gradient = gradient.Map2((slope, value) => value > 0 ? slope : 0, _output);
            }

            var below = needsInputGradient ? gradient.TransposeAndMultiply(_weights.Values) : gradient;
            _weights.Descend(_input.TransposeThisAndMultiply(gradient), step);
            _biases.Descend(gradient.ColumnSums().ToRowMatrix(), step);
            return below;
        }
    }

    private sealed class Adam(Matrix<float> values)
    {
        private const float Rate = 1e-3f;
        private const float First = 0.9f;
        private const float Second = 0.999f;

        private readonly float[] _mean = new float[values.RowCount * values.ColumnCount];
        private readonly float[] _square = new float[values.RowCount * values.ColumnCount];

        public Matrix<float> Values => values;

        public void Descend(Matrix<float> gradient, int step)
        {
            float rate = (float)(Rate * Math.Sqrt(1 - Math.Pow(Second, step)) / (1 - Math.Pow(First, step)));
            float[] own = values.AsColumnMajorArray();
            float[] slopes = gradient.AsColumnMajorArray();
            for (int i = 0; i < own.Length; i++)
            {
                _mean[i] = (First * _mean[i]) + ((1 - First) * slopes[i]);
                _square[i] = (Second * _square[i]) + ((1 - Second) * slopes[i] * slopes[i]);
                own[i] -= rate * _mean[i] / (MathF.Sqrt(_square[i]) + 1e-8f);
            }
        }
    }
}
