package dev.geodesic.device;

import dev.geodesic.trial.DeviceRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hardware that packs train on, one task at a time. Methods throw {@link OutOfMemoryError} if its
 * memory does not suffice, and {@link DeviceLostException} if it cannot be used any more.
 */
public interface Device extends AutoCloseable {
  /** Returns the request that selects this kind of device, never {@link DeviceRequest#AUTO}. */
  DeviceRequest kind();

  /** Describes kind, name and libraries for the results; begins with the kind as confs spell it. */
  String description();

  /** Returns the bytes that packs and data may take on the device. */
  long memoryBytes();

  /** Copies a row-major host array to the device. */
  Matrix upload(float[] values, int rows, int columns);

  /**
   * Copies samples, a row-major host array, to the device, which holds them in any form that loses
   * no bit. Kernels take the matrix wherever they take samples, but for the coordinates that they
   * return; it is not to be written.
   */
  Matrix samples(float[] values, int rows, int columns);

  /**
   * Copies samples of which only the elements that are not 0 are given; see {@link
   * #samples(float[], int, int)}.
   *
   * @param starts where the elements of each row begin and, in the end, where the last row's end,
   *     {@code [rows + 1]}
   * @param columns the column of each element, ascending in each row
   * @param values of the elements
   * @param width number of columns of the matrix
   */
  Matrix samples(int[] starts, int[] columns, float[] values, int width);

  /**
   * Creates a matrix for batches of samples, which the caller frees. It is undefined at first, and
   * sparse where the samples are.
   *
   * @param rows samples in a batch
   * @param samples from which batches will be gathered
   */
  Matrix batch(int rows, Matrix samples);

  /** Copies a row-major host array into a matrix. */
  void write(float[] values, Matrix target);

  /** Returns a copy of a matrix on the host, row-major. */
  float[] download(Matrix matrix);

  /** Runs work in a new scope. Panels and matrices allocated in it are released at its end. */
  <T extends @Nullable Object> T inScope(Supplier<T> work);

  /**
   * Allocates a panel in the innermost scope, {@code [batch, trials, width]}, undefined at first.
   */
  Panel panel(int batch, int trials, int width);

  /** Copies a host array in the layout of panels into a panel. */
  void write(double[] values, Panel target);

  /** Allocates a matrix in the innermost scope, which frees it. It is undefined at first. */
  Matrix matrix(int rows, int columns);

  /** Copies integers to the device. */
  Indices indices(int... values);

  /** Returns a copy of integers on the host. */
  int[] download(Indices indices);

  /**
   * {@code target[b, :] = source[rows[b], :]}, where the target is sparse if the source is; see
   * {@link #batch}.
   */
  void gather(Matrix source, Indices rows, Matrix target);

  /** {@code target[b] = source[rows[b]]}. */
  void gather(Indices source, Indices rows, Indices target);

  /** Computes K = XXᵀ of a batch X, {@code [batch, features]}. */
  SampleGram sampleGram(Matrix samples, Precision precision);

  /**
   * Computes all eigenvalues and eigenvectors of a symmetric matrix in float64.
   *
   * @param matrix {@code [order, order]}
   * @throws ArithmeticException if the iteration does not converge
   */
  Eigen eigen(double[] matrix, int order);

  /** The floating-point numbers that products are formed in. */
  enum Precision {
    /** float32: good for gradients, lengths and divergences, to seven digits of the terms. */
    SINGLE(0x1p-24),
    /**
     * float64: for matrices that are factored or inverted, whose smallest eigenvalues must exceed
     * rounding errors, and for sums whose terms are much larger than the sums.
     */
    DOUBLE(0x1p-53);

    private final double unitRoundoff;

    Precision(double unitRoundoff) {
      this.unitRoundoff = unitRoundoff;
    }

    /** Returns the largest relative error of rounding a number: 2⁻²⁴ or 2⁻⁵³. */
    public double unitRoundoff() {
      return unitRoundoff;
    }
  }

  /**
   * An eigendecomposition M = V Λ Vᵀ.
   *
   * @param values ascending
   * @param vectors {@code [order, order]}, row i the eigenvector of value i
   */
  record Eigen(double[] values, double[] vectors) {}

  LayerKernels layers();

  VectorKernels vectors();

  PanelKernels panels();

  SoftmaxKernels softmax();

  FisherKernels fisher();

  KroneckerKernels kronecker();

  @Override
  void close();
}
