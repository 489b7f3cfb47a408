package dev.geodesic.device.nd4j;

import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import java.io.IOException;

/** Runs the processor's kernels on copies of the device's matrices. */
final class Nd4jKronecker implements KroneckerKernels {
  private final KroneckerKernels host;
  private final HostCopies copies;

  Nd4jKronecker(KroneckerKernels host, HostCopies copies) {
    this.host = host;
    this.copies = copies;
  }

  @Override
  public KroneckerFactor factor(int order, int matrices) {
    return new Factor(host.factor(order, matrices), copies);
  }

  @Override
  public LayerInput coordinates(LayerInput inputs, KroneckerFactor basis) {
    return copies.back(host.coordinates(copies.of(inputs), own(basis)));
  }

  @Override
  public Panel coordinates(Panel cotangents, KroneckerFactor basis) {
    return host.coordinates(cotangents, own(basis));
  }

  @Override
  public LayerInput secondMoments(LayerInput coordinates, KroneckerFactor basis) {
    return copies.back(host.secondMoments(copies.of(coordinates), own(basis)));
  }

  @Override
  public Panel secondMoments(LabelDerivatives derivatives, KroneckerFactor basis) {
    return host.secondMoments(derivatives, own(basis));
  }

  @Override
  public void products(
      KroneckerFactor outputs,
      double[] outputShifts,
      KroneckerFactor inputs,
      double[] inputShifts,
      Matrix target) {
    Matrix copy = copies.of(target);
    host.products(own(outputs), outputShifts, own(inputs), inputShifts, copy);
    copies.back(copy, target);
  }

  @Override
  public void divide(Matrix coordinates, Matrix eigenvalues, double[] units, double[] damping) {
    Matrix copy = copies.of(coordinates);
    host.divide(copy, copies.of(eigenvalues), units, damping);
    copies.back(copy, coordinates);
  }

  @Override
  public void turnBack(
      KroneckerFactor outputs, Matrix coordinates, KroneckerFactor inputs, Matrix target) {
    Matrix copy = copies.of(target);
    host.turnBack(own(outputs), copies.of(coordinates), own(inputs), copy);
    copies.back(copy, target);
  }

  private static KroneckerFactor own(KroneckerFactor factor) {
    return ((Factor) factor).host;
  }

  private record Factor(KroneckerFactor host, HostCopies copies) implements KroneckerFactor {
    @Override
    public int order() {
      return host.order();
    }

    @Override
    public void average(double keep, LayerInput inputs) {
      host.average(keep, copies.of(inputs));
    }

    @Override
    public void average(double keep, LabelDerivatives derivatives) {
      host.average(keep, derivatives);
    }

    @Override
    public void decompose() {
      host.decompose();
    }

    @Override
    public double[] eigenvalues(int trial) {
      return host.eigenvalues(trial);
    }

    @Override
    public double meanEigenvalue(int trial) {
      return host.meanEigenvalue(trial);
    }

    @Override
    public double unit(int trial) {
      return host.unit(trial);
    }

    @Override
    public void retain(int[] kept) {
      host.retain(kept);
    }

    @Override
    public void save(StateWriter out, int matrix) throws IOException {
      host.save(out, matrix);
    }

    @Override
    public void restore(StateReader in, int matrix) throws IOException {
      host.restore(in, matrix);
    }

    @Override
    public void close() {
      host.close();
    }
  }
}
