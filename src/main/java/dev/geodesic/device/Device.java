package dev.geodesic.device;

/** Where a pack trains. A device serves one task at a time. */
public interface Device extends AutoCloseable {
  /** Kind, name and libraries, for the results. */
  String description();

  /** Copies a row-major host array to the device. */
  Matrix upload(float[] values, int rows, int columns);

  /** A copy of a matrix on the host, row-major. */
  float[] download(Matrix matrix);

  /** A panel of zeros. */
  Panel panel(int batch, int trials, int classes);

  /** Copies some trials of a panel to the same places of another. */
  void copyTrials(Panel source, int[] trials, Panel target);

  /** {@code target[b, :] = source[rows[b], :]}. */
  void gather(Matrix source, int[] rows, Matrix target);

  /** {@code logits = samples · weights}. */
  void multiply(Matrix samples, Matrix weights, Panel logits);

  /** {@code weights −= samplesᵀ · cotangent}: the step whose pullback this is, in one product. */
  void subtractPullback(Matrix samples, Panel cotangent, Matrix weights);

  /** {@code weights −= change}. */
  void subtract(Matrix change, Matrix weights);

  /** Multiplies each trial's part of {@code [features, trials × classes]} by its own factor. */
  void scaleTrials(Matrix weights, double[] factors);

  /** Euclidean length of each trial's part of {@code [features, trials × classes]}. */
  double[] norms(Matrix weights, int trials);

  /** K = XXᵀ of a batch. */
  SampleGram sampleGram(Matrix samples, Precision precision);

  /** In which numbers a small matrix is formed. */
  enum Precision {
    /** Good for lengths and divergences, to seven digits. */
    SINGLE,
    /** For whatever is factored or inverted: its smallest eigenvalues must stand out. */
    DOUBLE
  }

  /** The weights of the trials at {@code kept} alone; the old matrix is freed. */
  Matrix retainTrials(Matrix weights, int trials, int[] kept);

  SoftmaxKernels softmax();

  FisherKernels fisher();

  @Override
  void close();
}
