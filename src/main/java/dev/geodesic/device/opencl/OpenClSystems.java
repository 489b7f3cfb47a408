package dev.geodesic.device.opencl;

import dev.geodesic.device.SymmetricSystems;
import java.util.Arrays;

/** Stand-in until merged. */
record OpenClSystems(
    Gear gear, int order, int[] trials, Buffer matrices, Buffer vectors, boolean isGram)
    implements SymmetricSystems {
  @Override
  public int count() {
    return trials.length;
  }

  @Override
  public int trial(int system) {
    return trials[system];
  }

  @Override
  public double[] largestEigenvalues(double tolerance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean[] arePositiveDefiniteBeyond(double[] shifts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean[] solveDamped(double[] damping) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Spectra solveTruncated(boolean[] chosen, double[] reltol, double[] damping) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double[] vector(int system) {
    return Arrays.copyOfRange(
        gear.queue().readDoubles(vectors, count() * order), system * order, (system + 1) * order);
  }

  @Override
  public double[] matrix(int system) {
    int n = order * order;
    double[] a =
        Arrays.copyOfRange(
            gear.queue().readDoubles(matrices, count() * n), system * n, (system + 1) * n);
    for (int i = 0; i < order; i++)
      for (int j = i + 1; j < order; j++) a[i * order + j] = a[j * order + i];
    return a;
  }
}
