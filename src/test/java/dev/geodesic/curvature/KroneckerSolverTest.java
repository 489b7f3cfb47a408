package dev.geodesic.curvature;

import static dev.geodesic.curvature.Scene.relativeError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.check.JacobiEigen;
import dev.geodesic.check.ReferenceKronecker;
import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KroneckerSolverTest {
  /**
   * Coordinates, eigenvalues, the product back with the eigenvectors, and what comes back through
   * hidden layers are in float32: 6e-8 each, 3e-7 together, and some times that where λ is so small
   * that the coordinates of the smallest eigenvalues are most of the direction.
   */
  private static final double SINGLE_PRECISION = 5e-6;

  private static final double[] DAMPINGS = {1e-8, 1e-3, 0.1, 10};

  private static KroneckerSolver solver(
      DigitPack pack, Eigenvalues kind, double averaging, int updateEvery) {
    return new KroneckerSolver(
        Specs.kronecker(Specs.rate(1), Specs.damping(1), averaging, updateEvery, kind),
        pack.network.weights());
  }

  /** The direction of every trial. */
  private static List<double[]> solve(KroneckerSolver solver, ForwardPass pass, double... damping) {
    Solution solution = solver.solve(pass, damping);
    HostVectors vectors =
        HostVectors.of(
            pass.architecture(), ((Direction.ParameterSpace) solution.direction()).vector());
    List<double[]> directions = new ArrayList<>();
    for (int t = 0; t < pass.trials(); t++) {
      directions.add(vectors.get(t));
    }
    return directions;
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(7, List.of(), 0.02, 1),
        Arguments.of(7, List.of(), 0.5, 2),
        Arguments.of(7, List.of(), 2.0, 3),
        Arguments.of(4, List.of(7, 5), 0.1, 4),
        Arguments.of(4, List.of(7, 5), 0.7, 5),
        Arguments.of(7, List.of(6), 0.4, 6));
  }

  /** K-FAC its Kronecker product, EKFAC second moments in the eigenbasis. */
  @ParameterizedTest
  @MethodSource("networks")
  void bothInvertTheirMatrixWrittenDown(int side, List<Integer> hidden, double scale, int seed) {
    DigitPack pack = DigitPack.of(side, hidden, scale, 2, seed);
    ForwardPass pass = pack.pass(100 * seed, 12);
    for (int t = 0; t < 2; t++) {
      ReferenceNetwork network = pack.reference(pass, t);
      ReferenceKronecker reference = new ReferenceKronecker(pack.architecture);
      reference.take(network, 0, true);
      for (Eigenvalues kind : Eigenvalues.values()) {
        for (double damping : DAMPINGS) {
          double own = (t + 1) * damping;
          double[] expected =
              kind == Eigenvalues.PRODUCTS
                  ? reference.kfac(network.gradient(), own)
                  : reference.ekfac(network.gradient(), own);
          assertThat(
                  relativeError(
                      solve(solver(pack, kind, 0, 1), pass, damping, 2 * damping).get(t), expected))
              .as("%s, damping %s, trial %s", kind, damping, t)
              .isLessThan(SINGLE_PRECISION);
        }
      }
    }
  }

  /** √λ is what it adds to each factor: 1e-7, beside eigenvalues down to 1e-3. */
  private static final double TINY = 1e-14;

  private static final double NEARLY_UNDAMPED = 1e-4;

  /** There p is uniform, so every sample has the same S(p), and F = mean(xxᵀ) ⊗ S(p). */
  @Test
  void bothAreExactAtZeroWeights() {
    DigitPack pack = DigitPack.of(7, List.of(), 0, 1, 1);
    for (int from : new int[] {0, 300}) {
      assertBothAreExact(pack, pack.pass(from, 12));
    }
  }

  /**
   * From zero weights all classes are alike, and so are the eigenvectors of S but one: which ones
   * come out depends on the order of the classes, and on the processor, and no direction may.
   */
  @ParameterizedTest
  @EnumSource(Eigenvalues.class)
  void theOrderOfTheClassesChangesNoDirection(Eigenvalues kind) {
    List<double[]> inOrder = directionsFromZero(kind, label -> label);
    List<double[]> turned = directionsFromZero(kind, label -> (3 * label + 1) % 10);
    int inputs = 7 * 7 + 1;
    for (int step = 0; step < inOrder.size(); step++) {
      double[] expected = new double[10 * inputs];
      for (int label = 0; label < 10; label++) {
        int to = (3 * label + 1) % 10;
        System.arraycopy(inOrder.get(step), label * inputs, expected, to * inputs, inputs);
      }
      assertThat(relativeError(turned.get(step), expected)).as("step %s", step).isLessThan(1e-4);
    }
  }

  private static List<double[]> directionsFromZero(Eigenvalues kind, IntUnaryOperator rename) {
    DigitPack pack = DigitPack.of(7, List.of(), 0, 1, 1);
    KroneckerSolver solver = solver(pack, kind, 0.95, 10);
    List<double[]> directions = new ArrayList<>();
    for (int step = 0; step < 4; step++) {
      int[] labels = Arrays.stream(Digits.labels(16 * step, 16)).map(rename).toArray();
      ForwardPass pass = pack.pass(Digits.images(7, 16 * step, 16), labels);
      Solution solution = solver.solve(pass, new double[] {1e-3});
      Direction.ParameterSpace direction = (Direction.ParameterSpace) solution.direction();
      directions.add(HostVectors.of(pass.architecture(), direction.vector()).get(0));
      pack.network.move(pass, direction).take(new double[] {0.05});
    }
    return directions;
  }

  /** One sample again and again: each layer's part of F is aaᵀ ⊗ E(δδᵀ), whatever the weights. */
  @Test
  void bothAreExactOnOneSampleRepeated() {
    for (int seed = 1; seed <= 3; seed++) {
      DigitPack pack = DigitPack.of(7, List.of(), 0.3 * seed, 1, seed);
      float[][] images = new float[5][];
      Arrays.fill(images, Digits.images(7, 10 * seed, 1)[0]);
      int[] labels = new int[5];
      Arrays.fill(labels, Digits.labels(10 * seed, 1)[0]);
      assertBothAreExact(pack, pack.pass(images, labels));
    }
  }

  private static void assertBothAreExact(DigitPack pack, ForwardPass pass) {
    ReferenceNetwork.Factor factor = pack.reference(pass, 0).factor(Fisher.EXACT, StepSize.OFF);
    int order = factor.order();
    double[] gram = factor.gram();
    double[][] rows = new double[order][];
    for (int k = 0; k < order; k++) {
      rows[k] = Arrays.copyOfRange(gram, k * order, (k + 1) * order);
    }
    JacobiEigen eigen = JacobiEigen.of(rows);
    for (double damping : DAMPINGS) {
      double[] ekfac = solve(solver(pack, Eigenvalues.CORRECTED, 0, 1), pass, damping).get(0);
      assertThat(relativeError(ekfac, exact(factor, eigen, damping))).isLessThan(SINGLE_PRECISION);
    }
    double[] kfac = solve(solver(pack, Eigenvalues.PRODUCTS, 0, 1), pass, TINY).get(0);
    assertThat(relativeError(kfac, exact(factor, eigen, 0))).isLessThan(NEARLY_UNDAMPED);
  }

  /** (F + λI)⁻¹g, or F⁺g, by the Gram matrix of the reference's own columns. */
  private static double[] exact(ReferenceNetwork.Factor factor, JacobiEigen gram, double damping) {
    double largest = Arrays.stream(gram.values()).max().orElseThrow();
    double[] u = factor.u();
    double[] solved = new double[u.length];
    for (int k = 0; k < u.length; k++) {
      if (gram.values()[k] > 1e-12 * largest) {
        double[] vector = gram.vectors()[k];
        double part = ReferenceFisher.dot(vector, u) / (gram.values()[k] + damping);
        ReferenceFisher.addScaled(solved, part, vector);
      }
    }
    return factor.multiply(solved);
  }

  @ParameterizedTest
  @EnumSource(Eigenvalues.class)
  void dampingDominates(Eigenvalues kind) {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(8, 6))) {
      DigitPack pack = DigitPack.of(7, hidden, 0.3, 1, 7);
      ForwardPass pass = pack.pass(40, 16);
      double huge = 1e14;
      double[] gradient = pack.reference(pass, 0).gradient();
      double[] expected = Arrays.stream(gradient).map(value -> value / huge).toArray();
      assertThat(relativeError(solve(solver(pack, kind, 0, 1), pass, huge).get(0), expected))
          .isLessThan(SINGLE_PRECISION);
    }
  }

  static Stream<Arguments> averages() {
    return Arrays.stream(Eigenvalues.values())
        .flatMap(
            kind ->
                Stream.of(0, 0.3, 0.6, 0.95)
                    .flatMap(
                        averaging ->
                            Stream.of(4, 64).map(batch -> Arguments.of(kind, averaging, batch))));
  }

  /**
   * Three batches, at weights of their own, with eigenvectors of the first and the third. Of four
   * samples there are fewer than a layer has inputs.
   */
  @ParameterizedTest
  @MethodSource("averages")
  void runningMeansWeighThePastAsSaid(Eigenvalues kind, double averaging, int batch) {
    DigitPack pack = DigitPack.of(4, List.of(6), 0.6, 1, 11);
    KroneckerSolver solver = solver(pack, kind, averaging, 2);
    ReferenceKronecker all = new ReferenceKronecker(pack.architecture);
    ReferenceKronecker decomposed = new ReferenceKronecker(pack.architecture);
    double[] kept = {0, Math.min(1 / 2.0, averaging), Math.min(2 / 3.0, averaging)};
    for (int k = 0; k < 3; k++) {
      pack.network.weights().scale(new double[] {1 + 0.1 * k});
      ForwardPass pass = pack.pass(64 * k, batch);
      ReferenceNetwork network = pack.reference(pass, 0);
      boolean isDue = k != 1;
      all.take(network, kept[k], isDue);
      if (k == 0) {
        decomposed.take(network, kept[k], true);
      }
      double[] expected =
          kind == Eigenvalues.CORRECTED
              ? all.ekfac(network.gradient(), 0.01)
              : (isDue ? all : decomposed).kfac(network.gradient(), 0.01);
      assertThat(relativeError(solve(solver, pass, 0.01).get(0), expected))
          .as("batch %s", k + 1)
          .isLessThan(SINGLE_PRECISION);
    }
  }

  @ParameterizedTest
  @EnumSource(Eigenvalues.class)
  void trialsThatStayGoOnUnchanged(Eigenvalues kind) {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(8, 6))) {
      DigitPack pack = DigitPack.of(7, hidden, 0.3, 4, 7);
      DigitPack alone = DigitPack.of(7, hidden, 0.3, 4, 7);
      KroneckerSolver solver = solver(pack, kind, 0.9, 3);
      KroneckerSolver whole = solver(alone, kind, 0.9, 3);
      double[] damping = {0.1, 0.2, 0.3, 0.4};
      for (int k = 0; k < 2; k++) {
        solve(solver, pack.pass(20 * k, 16), damping);
        solve(whole, alone.pass(20 * k, 16), damping);
      }
      int[] kept = {1, 3};
      pack.network.retain(kept);
      solver.retain(kept);
      for (int k = 2; k < 5; k++) {
        List<double[]> found = solve(solver, pack.pass(20 * k, 16), 0.2, 0.4);
        List<double[]> expected = solve(whole, alone.pass(20 * k, 16), damping);
        for (int t = 0; t < 2; t++) {
          assertThat(relativeError(found.get(t), expected.get(kept[t])))
              .isLessThan(SINGLE_PRECISION);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Eigenvalues.class)
  void theCurveTellsPathAndDamping(Eigenvalues kind) {
    DigitPack pack = DigitPack.of(4, List.of(), 0.3, 2, 3);
    List<Curvature> curvature =
        solver(pack, kind, 0, 1).solve(pack.pass(0, 8), new double[] {0.1, 0.2}).curvature();
    assertThat(curvature)
        .containsExactly(
            new Curvature(SolverPath.KRONECKER, null, null, 0.1, null, null),
            new Curvature(SolverPath.KRONECKER, null, null, 0.2, null, null));
  }

  static Stream<Arguments> hardships() {
    return Arrays.stream(Eigenvalues.values())
        .flatMap(
            kind ->
                Stream.of(List.<Integer>of(), List.of(5, 4))
                    .flatMap(
                        hidden ->
                            Stream.of(0.0, 0.3, 30.0)
                                .map(scale -> Arguments.of(kind, hidden, scale))));
  }

  /** Empty images, one image, equal images, and weights that leave p one-hot. */
  @ParameterizedTest
  @MethodSource("hardships")
  void hardBatchesGiveFiniteDirections(Eigenvalues kind, List<Integer> hidden, double scale) {
    DigitPack pack = DigitPack.of(7, hidden, scale, 2, 9);
    float[][] images = Digits.images(7, 0, 6);
    int[] labels = Digits.labels(0, 6);
    float[][] equal = new float[6][];
    Arrays.fill(equal, images[2]);
    List<ForwardPass> passes =
        List.of(
            pack.pass(new float[6][49], labels),
            pack.pass(new float[1][49], new int[] {3}),
            pack.pass(equal, labels),
            pack.pass(images, labels));
    for (ForwardPass first : passes) {
      for (double averaging : new double[] {0, 0.95}) {
        KroneckerSolver solver = solver(pack, kind, averaging, 2);
        for (ForwardPass pass : List.of(first, first, passes.get(3), first)) {
          for (double[] direction : solve(solver, pass, 1e-10, 1)) {
            assertThat(Arrays.stream(direction)).allMatch(Double::isFinite);
          }
        }
      }
    }
  }

  /**
   * λ in the square of the features' unit, as the Fisher matrix is. Powers of two keep all bits.
   */
  @ParameterizedTest
  @EnumSource(Eigenvalues.class)
  void theUnitOfTheFeaturesDoesNotMatter(Eigenvalues kind) {
    float[][] images = Digits.images(7, 0, 12);
    double[] expected = softmaxRegression(kind, images, 1e-3);
    for (int exponent : new int[] {-66, 60}) {
      double unit = Math.scalb(1.0, exponent);
      double[] found =
          softmaxRegression(kind, inUnits(images, i -> 1 / unit), 1e-3 / (unit * unit));
      assertThat(Arrays.stream(found).map(value -> value / unit)).containsExactly(boxed(expected));
    }
  }

  /** More of a feature for all classes alike changes no prediction: no direction has any of it. */
  @ParameterizedTest
  @EnumSource(Eigenvalues.class)
  void whatChangesNoPredictionIsNoPartOfADirection(Eigenvalues kind) {
    float[][] images = inUnits(Digits.images(7, 0, 12), i -> Math.pow(10, i % 15 - 4));
    for (double damping : new double[] {1, 1e-4, 1e-12, 1e-60, 0}) {
      double[] direction = softmaxRegression(kind, images, damping);
      double changes = 0;
      double changesNothing = 0;
      for (int i = 0; i < images[0].length; i++) {
        double sum = 0;
        for (int c = 0; c < 10; c++) {
          sum += direction[c * images[0].length + i];
        }
        for (int c = 0; c < 10; c++) {
          changes += Math.pow(direction[c * images[0].length + i] - sum / 10, 2);
        }
        changesNothing += sum * sum / 10;
      }
      assertThat(Math.sqrt(changesNothing))
          .as("damping %s", damping)
          .isLessThan(SINGLE_PRECISION * Math.sqrt(changes));
    }
  }

  /** The direction from zero weights. */
  private static double[] softmaxRegression(Eigenvalues kind, float[][] samples, double damping) {
    Scene scene = Scene.of(samples, Digits.labels(0, samples.length), 10, 0, 1);
    KroneckerSolver solver =
        new KroneckerSolver(
            Specs.kronecker(Specs.rate(1), Specs.damping(1), 0, 1, kind), scene.pass.weights());
    return solve(solver, scene.pass, damping).get(0);
  }

  private static float[][] inUnits(float[][] images, IntToDoubleFunction size) {
    return Arrays.stream(images)
        .map(
            image -> {
              float[] scaled = new float[image.length];
              for (int i = 0; i < image.length; i++) {
                scaled[i] = (float) (image[i] * size.applyAsDouble(i));
              }
              return scaled;
            })
        .toArray(float[][]::new);
  }

  private static Double[] boxed(double[] values) {
    return Arrays.stream(values).boxed().toArray(Double[]::new);
  }
}
