package dev.geodesic.newton;

/**
 * Rows that are stored whole.
 *
 * @param values {@code [rows, features]} in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // a block of a data set: never compared, never copied
public record DenseBlock(int features, double[] values, int[] labels, double[] weights)
    implements Rows {

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public long bytes() {
    return 8L * values.length + 12L * labels.length;
  }

  @Override
  public void multiply(double[] a, int columns, double[] out) {
    Blas.multiply(count(), features, columns, values, a, out);
  }

  @Override
  public void addTransposed(double[] r, int columns, double[] sum) {
    Blas.addTransposed(count(), features, columns, values, r, sum);
  }

  @Override
  public void addGram(double[] sum) {
    double[] scaled = values.clone();
    for (int i = 0; i < count(); i++) {
      double root = Math.sqrt(weights[i]);
      for (int j = 0; j < features; j++) {
        scaled[i * features + j] *= root;
      }
    }
    Blas.addGram(count(), features, scaled, sum);
  }

  @Override
  public void addSquares(double[] center, double[] sum) {
    for (int i = 0; i < count(); i++) {
      for (int j = 0; j < features; j++) {
        double distance = values[i * features + j] - center[j];
        sum[j] += weights[i] * distance * distance;
      }
    }
  }
}
