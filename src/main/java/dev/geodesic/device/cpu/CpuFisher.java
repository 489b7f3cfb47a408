package dev.geodesic.device.cpu;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Flags;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forms Fisher factors, Gram and dense matrices, and works on them one trial after the other. */
final class CpuFisher implements FisherKernels, AutoCloseable {
  private final StepMemory memory;
  private final NativeScratch scratch;
  private final GramFisher gram;
  private final DenseFisher dense;
  private final ClassSystems classes;
  private final Map<Integer, List<CpuSymmetric>> workspaces = new HashMap<>();

  CpuFisher(StepMemory memory, NativeScratch scratch) {
    this.memory = memory;
    this.scratch = scratch;
    this.gram = new GramFisher(memory, scratch);
    this.dense = new DenseFisher(scratch);
    this.classes = new ClassSystems(scratch);
  }

  @Override
  public Factors factor(
      Panel probabilities, Indices labels, Fisher fisher, double[] maxInverseProbabilities) {
    return CpuFactors.of(
        (CpuPanel) probabilities, CpuIndices.of(labels), fisher, maxInverseProbabilities, memory);
  }

  /** One, so that it stays in the cache from its forming to its solution. */
  @Override
  public int systemsAtOnce(int order, int columns) {
    return 1;
  }

  @Override
  public SymmetricSystems gram(
      SampleGram samples,
      List<Panel> activations,
      List<Panel> backward,
      Factors factors,
      int[] trials) {
    CpuFactors f = (CpuFactors) factors;
    CpuSystems systems = systems(f.order(), trials);
    for (int i = 0; i < trials.length; i++) {
      gram.form((CpuSampleGram) samples, activations, backward, f, trials[i], systems.get(i));
    }
    return systems;
  }

  @Override
  public SymmetricSystems dense(List<LayerFactor> layers, Factors factors, int[] trials) {
    CpuSystems systems = systems(DenseFisher.parameters(layers), trials);
    for (int i = 0; i < trials.length; i++) {
      CpuSymmetric target = systems.get(i);
      target.holdsFisher();
      dense.form(layers, (CpuFactors) factors, trials[i], target);
    }
    return systems;
  }

  @Override
  public void solution(Factors factors, SymmetricSystems solved, List<Matrix> vector) {
    CpuSystems systems = (CpuSystems) solved;
    for (int i = 0; i < systems.count(); i++) {
      dense.write(systems.get(i), systems.trial(i), ((CpuFactors) factors).trials(), vector);
    }
  }

  @Override
  public Panel columns(Factors factors) {
    CpuFactors f = (CpuFactors) factors;
    int order = f.order();
    CpuPanel columns =
        new CpuPanel(
            memory.doubles(CpuPanel.length(order, f.trials(), f.classes())),
            order,
            f.trials(),
            f.classes());
    for (int t = 0; t < f.trials(); t++) {
      for (int i = 0; i < f.classes(); i++) {
        int row = f.row(t, i);
        for (int column = 0; column < order; column++) {
          columns.values()[columns.at(column, t) + i] = f.n()[row + column];
        }
      }
    }
    return columns;
  }

  @Override
  public void cotangent(Factors factors, SymmetricSystems solved, Panel cotangent) {
    CpuSystems systems = (CpuSystems) solved;
    for (int i = 0; i < systems.count(); i++) {
      writeCotangent((CpuFactors) factors, systems.get(i), systems.trial(i), (CpuPanel) cotangent);
    }
  }

  private void writeCotangent(CpuFactors f, CpuSymmetric solved, int trial, CpuPanel target) {
    double[] w = solution(solved);
    double scale = 1 / Math.sqrt(f.batch());
    for (int b = 0; b < f.batch(); b++) {
      for (int i = 0; i < f.classes(); i++) {
        double sum = 0;
        int row = f.row(trial, i) + b * f.directions();
        for (int j = 0; j < f.directions(); j++) {
          sum += f.n()[row + j] * w[b * f.directions() + j];
        }
        target.values()[target.at(b, trial) + i] = scale * sum;
      }
    }
  }

  /** Copies a solution to scratch memory. */
  private double[] solution(CpuSymmetric solved) {
    double[] w = scratch.heapDoubles(solved.order());
    solved.nativeVector().get(w, 0, solved.order());
    return w;
  }

  @Override
  public Numbers squaredLengths(Factors factors, SymmetricSystems solved, double[] damping) {
    CpuSystems systems = (CpuSystems) solved;
    double[] squares = new double[systems.count()];
    for (int i = 0; i < squares.length; i++) {
      squares[i] =
          squaredLength((CpuFactors) factors, systems.get(i), systems.trial(i), damping[i]);
    }
    return Numbers.of(squares);
  }

  private double squaredLength(CpuFactors f, CpuSymmetric solved, int trial, double damping) {
    int order = f.order();
    double[] w = solution(solved);
    double along = 0;
    double square = 0;
    for (int k = 0; k < order; k++) {
      along += f.u()[trial * order + k] * w[k];
      square += w[k] * w[k];
    }
    return along - damping * square;
  }

  @Override
  public void subtractProjection(double[] scales, Panel logitChange, Factors factors) {
    CpuFactors f = (CpuFactors) factors;
    CpuPanel change = (CpuPanel) logitChange;
    for (int t = 0; t < f.trials(); t++) {
      double scale = scales[t] / Math.sqrt(f.batch());
      for (int b = 0; b < f.batch(); b++) {
        for (int i = 0; i < f.classes(); i++) {
          double factor = scale * change.values()[change.at(b, t) + i];
          int row = f.row(t, i) + b * f.directions();
          int to = (t * f.batch() + b) * f.directions();
          for (int j = 0; j < f.directions(); j++) {
            f.u()[to + j] -= factor * f.n()[row + j];
          }
        }
      }
    }
  }

  @Override
  public void closedForm(
      Panel probabilities,
      Indices labels,
      Fisher fisher,
      double[] maxInverseProbabilities,
      Panel rightHandSide) {
    int[] right = CpuIndices.of(labels);
    CpuPanel p = (CpuPanel) probabilities;
    double[] target = ((CpuPanel) rightHandSide).values();
    ClosedFormRow row = new ClosedFormRow(p.width());
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        row.compute(p.values(), p.at(b, t), right[b], fisher, maxInverseProbabilities[t], target);
      }
    }
  }

  @Override
  public void probabilityGradient(
      Panel probabilities, Indices labels, double[] maxInverseProbabilities, Panel gradient) {
    int[] right = CpuIndices.of(labels);
    CpuPanel p = (CpuPanel) probabilities;
    double[] target = ((CpuPanel) gradient).values();
    Arrays.fill(target, 0);
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        int element = p.at(b, t) + right[b];
        target[element] = -Math.min(1 / p.values()[element], maxInverseProbabilities[t]);
      }
    }
  }

  @Override
  public Flags solveByClass(SampleGram inputs, Panel probabilities, double[] damping, Panel panel) {
    boolean[] solved = new boolean[damping.length];
    for (int t = 0; t < damping.length; t++) {
      solved[t] =
          damping[t] > 0
              && classes.solve(
                  (CpuSampleGram) inputs,
                  (CpuPanel) probabilities,
                  t,
                  damping[t],
                  (CpuPanel) panel);
    }
    return Flags.of(solved);
  }

  @Override
  public Flags exceedByClass(
      SampleGram inputs, Panel probabilities, double[] cutoffs, Numbers largest) {
    double[] most = largest.get();
    boolean[] exceed = new boolean[cutoffs.length];
    for (int t = 0; t < cutoffs.length; t++) {
      double shift = cutoffs[t] * most[t];
      exceed[t] =
          shift == 0
              || classes.arePositiveDefiniteBeyond(
                  (CpuSampleGram) inputs, (CpuPanel) probabilities, t, shift);
    }
    return Flags.of(exceed);
  }

  @Override
  public Numbers largestEigenvalues(SampleGram inputs, Panel probabilities, double tolerance) {
    return Numbers.of(
        LargestEigenvalues.of((CpuSampleGram) inputs, (CpuPanel) probabilities, tolerance, memory));
  }

  /** Returns systems to form, in workspaces that are used again. */
  private CpuSystems systems(int order, int[] trials) {
    List<CpuSymmetric> pool = workspaces.computeIfAbsent(order, first -> new ArrayList<>());
    while (pool.size() < trials.length) {
      pool.add(new CpuSymmetric(order));
    }
    return new CpuSystems(order, trials.clone(), pool.subList(0, trials.length));
  }

  @Override
  public void close() {
    workspaces.values().forEach(pool -> pool.forEach(CpuSymmetric::close));
    workspaces.clear();
  }
}
