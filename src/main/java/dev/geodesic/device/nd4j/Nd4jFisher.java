package dev.geodesic.device.nd4j;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Flags;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.trial.Fisher;
import java.util.List;

/** Runs the processor's kernels on copies of the device's matrices. */
final class Nd4jFisher implements FisherKernels {
  private final FisherKernels host;
  private final HostCopies copies;

  Nd4jFisher(FisherKernels host, HostCopies copies) {
    this.host = host;
    this.copies = copies;
  }

  @Override
  public Factors factor(
      Panel probabilities, Indices labels, Fisher fisher, double[] maxInverseProbabilities) {
    return host.factor(probabilities, labels, fisher, maxInverseProbabilities);
  }

  @Override
  public int systemsAtOnce(int order, int columns) {
    return host.systemsAtOnce(order, columns);
  }

  @Override
  public SymmetricSystems gram(
      SampleGram samples,
      List<Panel> activations,
      List<Panel> backward,
      Factors factors,
      int[] trials) {
    return host.gram(samples, activations, backward, factors, trials);
  }

  @Override
  public SymmetricSystems dense(List<LayerFactor> layers, Factors factors, int[] trials) {
    List<LayerFactor> copied =
        layers.stream()
            .map(layer -> new LayerFactor(copies.of(layer.input()), layer.backward()))
            .toList();
    return host.dense(copied, factors, trials);
  }

  @Override
  public void solution(Factors factors, SymmetricSystems solved, List<Matrix> vector) {
    List<Matrix> copied = vector.stream().map(copies::of).toList();
    host.solution(factors, solved, copied);
    for (int l = 0; l < copied.size(); l++) {
      copies.back(copied.get(l), vector.get(l));
    }
  }

  @Override
  public Panel columns(Factors factors) {
    return host.columns(factors);
  }

  @Override
  public void cotangent(Factors factors, SymmetricSystems solved, Panel cotangent) {
    host.cotangent(factors, solved, cotangent);
  }

  @Override
  public Numbers squaredLengths(Factors factors, SymmetricSystems solved, double[] damping) {
    return host.squaredLengths(factors, solved, damping);
  }

  @Override
  public void subtractProjection(double[] scales, Panel logitChange, Factors factors) {
    host.subtractProjection(scales, logitChange, factors);
  }

  @Override
  public void closedForm(
      Panel probabilities,
      Indices labels,
      Fisher fisher,
      double[] maxInverseProbabilities,
      Panel rightHandSide) {
    host.closedForm(probabilities, labels, fisher, maxInverseProbabilities, rightHandSide);
  }

  @Override
  public void probabilityGradient(
      Panel probabilities, Indices labels, double[] maxInverseProbabilities, Panel gradient) {
    host.probabilityGradient(probabilities, labels, maxInverseProbabilities, gradient);
  }

  @Override
  public Flags solveByClass(SampleGram inputs, Panel probabilities, double[] damping, Panel panel) {
    return host.solveByClass(inputs, probabilities, damping, panel);
  }

  @Override
  public Flags exceedByClass(
      SampleGram inputs, Panel probabilities, double[] cutoffs, Numbers largest) {
    return host.exceedByClass(inputs, probabilities, cutoffs, largest);
  }

  @Override
  public Numbers largestEigenvalues(SampleGram inputs, Panel probabilities, double tolerance) {
    return host.largestEigenvalues(inputs, probabilities, tolerance);
  }
}
