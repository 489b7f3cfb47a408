package dev.geodesic.device.opencl;

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

/** Fisher factors, and the systems made of them; see {@code fisher.cl}. */
final class OpenClFisher implements FisherKernels {
  private final Gear gear;
  private final FisherSystems systems;
  private final ClassSystems classes;

  OpenClFisher(Gear gear) {
    this.gear = gear;
    this.systems = new FisherSystems(gear);
    this.classes = new ClassSystems(gear);
  }

  @Override
  public Factors factor(
      Panel probabilities, Indices labels, Fisher fisher, double[] maxInverseProbabilities) {
    return OpenClFactors.of(
        gear, (OpenClPanel) probabilities, labels, fisher, maxInverseProbabilities);
  }

  @Override
  public int systemsAtOnce(int order, int columns) {
    return systems.atOnce(order, columns);
  }

  @Override
  public SymmetricSystems gram(
      SampleGram samples,
      List<Panel> activations,
      List<Panel> backward,
      Factors factors,
      int[] trials) {
    return systems.gram(
        (OpenClSampleGram) samples, activations, backward, (OpenClFactors) factors, trials);
  }

  @Override
  public SymmetricSystems dense(List<LayerFactor> layers, Factors factors, int[] trials) {
    return systems.dense(layers, (OpenClFactors) factors, trials);
  }

  @Override
  public void solution(Factors factors, SymmetricSystems solved, List<Matrix> vector) {
    OpenClFactors f = (OpenClFactors) factors;
    OpenClSystems s = (OpenClSystems) solved;
    int first = 0;
    for (Matrix layer : vector) {
      OpenClMatrix target = OpenClMatrix.of(layer);
      int part = target.part(f.trials());
      gear.launch("dense_solution")
          .with(s.vectors())
          .with(gear.constant(s.trials()))
          .with(s.order())
          .with(first)
          .with(part)
          .with(target.whole())
          .items(part, s.count());
      first += part;
    }
  }

  @Override
  public Panel columns(Factors factors) {
    OpenClFactors f = (OpenClFactors) factors;
    OpenClPanel columns = gear.panel(f.order(), f.trials(), f.classes());
    gear.launch("factor_columns")
        .with(f.n())
        .with(f.order())
        .with(f.trials())
        .with(f.classes())
        .with(columns.values())
        .items(columns.length());
    return columns;
  }

  @Override
  public void cotangent(Factors factors, SymmetricSystems solved, Panel cotangent) {
    OpenClFactors f = (OpenClFactors) factors;
    OpenClSystems s = (OpenClSystems) solved;
    gear.launch("gram_cotangent")
        .with(s.vectors())
        .with(gear.constant(s.trials()))
        .with(f.n())
        .with(f.batch())
        .with(f.directions())
        .with(f.trials())
        .with(f.classes())
        .with(OpenClPanel.buffer(cotangent))
        .items((long) f.batch() * f.classes(), s.count());
  }

  @Override
  public Numbers squaredLengths(Factors factors, SymmetricSystems solved, double[] damping) {
    OpenClSystems s = (OpenClSystems) solved;
    Arena.Place squares = gear.numbers(s.count());
    gear.launch("gram_squared_length")
        .with(s.vectors())
        .with(gear.constant(s.trials()))
        .with(((OpenClFactors) factors).u())
        .with(gear.constant(damping))
        .with(s.order())
        .with(squares)
        .groups(s.count());
    return squares;
  }

  @Override
  public void subtractProjection(double[] scales, Panel logitChange, Factors factors) {
    OpenClFactors f = (OpenClFactors) factors;
    gear.launch("subtract_projection")
        .with(gear.constant(scales))
        .with(OpenClPanel.buffer(logitChange))
        .with(f.n())
        .with(f.batch())
        .with(f.directions())
        .with(f.trials())
        .with(f.classes())
        .with(f.u())
        .items(f.order(), f.trials());
  }

  @Override
  public void closedForm(
      Panel probabilities,
      Indices labels,
      Fisher fisher,
      double[] maxInverseProbabilities,
      Panel rightHandSide) {
    OpenClPanel p = (OpenClPanel) probabilities;
    gear.launch("closed_form_rows")
        .with(p.values())
        .with(labels)
        .with(gear.constant(maxInverseProbabilities))
        .with(fisher == Fisher.SOFTMAX_OF_PROBABILITIES ? 1 : 0)
        .with(p.rows())
        .with(p.trials())
        .with(p.width())
        .with(OpenClPanel.buffer(rightHandSide))
        .items(p.rows());
  }

  @Override
  public void probabilityGradient(
      Panel probabilities, Indices labels, double[] maxInverseProbabilities, Panel gradient) {
    OpenClPanel p = (OpenClPanel) probabilities;
    gear.launch("probability_gradient")
        .with(p.values())
        .with(labels)
        .with(gear.constant(maxInverseProbabilities))
        .with(p.trials())
        .with(p.width())
        .with(p.length())
        .with(OpenClPanel.buffer(gradient))
        .items(p.length());
  }

  @Override
  public Flags solveByClass(SampleGram inputs, Panel probabilities, double[] damping, Panel panel) {
    return classes.solve(
        (OpenClSampleGram) inputs, (OpenClPanel) probabilities, damping, (OpenClPanel) panel);
  }

  @Override
  public Flags exceedByClass(
      SampleGram inputs, Panel probabilities, double[] cutoffs, Numbers largest) {
    return classes.exceed((OpenClSampleGram) inputs, (OpenClPanel) probabilities, cutoffs, largest);
  }

  @Override
  public Numbers largestEigenvalues(SampleGram inputs, Panel probabilities, double tolerance) {
    return classes.largest((OpenClSampleGram) inputs, (OpenClPanel) probabilities, tolerance);
  }
}
