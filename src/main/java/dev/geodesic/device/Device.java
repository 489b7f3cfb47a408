package dev.geodesic.device;

import dev.geodesic.trial.DeviceRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a pack trains. A device serves one task at a time. Its methods throw {@link
 * OutOfMemoryError} where its memory does not suffice, and {@link DeviceLostException} where it
 * cannot be used any more.
 */
public interface Device extends AutoCloseable {
  /** What somebody asks for to get it; not {@link DeviceRequest#AUTO}. */
  DeviceRequest kind();

  /** Kind, name and libraries, for the results; it begins with the kind as a conf spells it. */
  String description();

  /** Bytes that packs and data may take on it. */
  long memoryBytes();

  /** Copies a row-major host array to the device. */
  Matrix upload(float[] values, int rows, int columns);

  /** Copies a row-major host array into a matrix. */
  void write(float[] values, Matrix target);

  /** A copy of a matrix on the host, row-major. */
  float[] download(Matrix matrix);

  /** Does some work in a scope: panels and matrices asked for in it are taken back at its end. */
  <T extends @Nullable Object> T inScope(Supplier<T> work);

  /** A panel of the innermost scope. What it holds at first is undefined. */
  Panel panel(int batch, int trials, int width);

  /** Copies a host array, laid out as a panel is, into one. */
  void write(double[] values, Panel target);

  /** A matrix of the innermost scope, not to be closed. What it holds at first is undefined. */
  Matrix matrix(int rows, int columns);

  /** {@code target[b, :] = source[rows[b], :]}. */
  void gather(Matrix source, int[] rows, Matrix target);

  /** K = XXᵀ of a batch. */
  SampleGram sampleGram(Matrix samples, Precision precision);

  /** aaᵀ of one trial's activations, {@code [batch, trials, width]}, in float64. */
  SampleGram sampleGram(Panel activations, int trial);

  /**
   * All eigenvalues and eigenvectors of a symmetric matrix, in float64.
   *
   * @param matrix {@code [order, order]}
   */
  Eigen eigen(double[] matrix, int order);

  /** In which numbers a product is formed. */
  enum Precision {
    /** float32: good for gradients, lengths and divergences, to seven digits of the terms. */
    SINGLE(0x1p-24),
    /**
     * float64: for whatever is factored or inverted, as its smallest eigenvalues must stand out,
     * and for sums whose terms are much larger than they are.
     */
    DOUBLE(0x1p-53);

    private final double unitRoundoff;

    Precision(double unitRoundoff) {
      this.unitRoundoff = unitRoundoff;
    }

    /** By how much, relative to itself, a number is off at most when it is rounded. */
    public double unitRoundoff() {
      return unitRoundoff;
    }
  }

  /**
   * M = V Λ Vᵀ.
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
