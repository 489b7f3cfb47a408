package dev.geodesic.check;

import dev.geodesic.curvature.ConjugateGradientSolver;
import dev.geodesic.curvature.CrossCheck;
import dev.geodesic.curvature.FisherSolver;
import dev.geodesic.curvature.Inversion;
import dev.geodesic.curvature.KroneckerSolver;
import dev.geodesic.curvature.ReferenceNetwork;
import dev.geodesic.curvature.SpringSolver;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.model.Parameters;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Checks of whole solvers on the device against networks in plain loops and float64, with other
 * factors of the Fisher matrix, Jacobi's rotations and Gaussian elimination.
 */
final class SolverChecks {
  /** The largest ‖d − d′‖/‖d′‖, as directions and hidden layers are float32. */
  private static final double TOLERANCE = 2e-5;

  private SolverChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("solver");
    for (SolverScene scene : SolverScene.values()) {
      String of = scene.toString();
      checks.add(of, s -> gradient(s, scene), "gradient");
      checks.add(of, s -> spring(s, scene), "spring");
      checks.add(of, s -> kronecker(s, scene, Eigenvalues.PRODUCTS), "kfac");
      checks.add(of, s -> kronecker(s, scene, Eigenvalues.CORRECTED), "ekfac");
      for (Fisher fisher : Fisher.values()) {
        addNatural(checks, scene, fisher);
      }
      for (Preconditioner preconditioner : Preconditioner.values()) {
        if (scene.isLinear() || preconditioner == Preconditioner.NONE) {
          String words = "%s, preconditioner %s".formatted(scene, preconditioner.confName());
          checks.add(words, s -> conjugateGradients(s, scene, preconditioner), "cg");
        }
      }
    }
    return checks.all();
  }

  private static void addNatural(Checks checks, SolverScene scene, Fisher fisher) {
    String words = "%s, %s".formatted(scene, fisher.confName());
    for (Inversion inversion : inversions()) {
      for (Solver solver : List.of(Solver.DENSE, Solver.GRAM, Solver.AUTO)) {
        checks.add(
            words + ", " + words(inversion),
            s -> natural(s, scene, solver, fisher, inversion),
            solver.confName());
      }
    }
    if (scene.hasClosedForm() && fisher != Fisher.EMPIRICAL && scene != SolverScene.RULED_OUT) {
      Inversion whole = new Inversion(1e-9, 0, StepSize.OFF);
      checks.add(words, s -> natural(s, scene, Solver.CLOSED_FORM, fisher, whole), "closed-form");
    }
  }

  private static List<Inversion> inversions() {
    return List.of(
        new Inversion(1e-3, 0, StepSize.OFF),
        new Inversion(0, 0.1, StepSize.OFF),
        new Inversion(1e-2, 0.1, 3));
  }

  private static String words(Inversion inversion) {
    return "reltol %.0e, damping %.0e".formatted(inversion.reltol(), inversion.damping());
  }

  private static void nearZero(CheckContext s, double[] differences) {
    for (int t = 0; t < differences.length; t++) {
      s.compare().near("relative difference of trial", t, differences[t], 0, TOLERANCE);
    }
  }

  private static void near(CheckContext s, int trial, double[] found, double[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (found[i] - expected[i]) * (found[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    double relative = difference == 0 ? 0 : Math.sqrt(difference / norm);
    s.compare().near("relative difference of trial", trial, relative, 0, TOLERANCE);
  }

  private static void gradient(CheckContext s, SolverScene scene) {
    ForwardPass pass = scene.pass(s, scene.network(s));
    Direction gradient = new Direction.SampleSpace(pass.lossCotangent());
    nearZero(s, CrossCheck.ofGradient(pass, gradient));
    for (int t = 0; t < pass.trials(); t++) {
      double loss = SolverScene.reference(pass, t).loss();
      s.compare().near("loss of trial", t, pass.losses().get()[t], loss, TOLERANCE * loss);
    }
  }

  private static void natural(
      CheckContext s, SolverScene scene, Solver solver, Fisher fisher, Inversion inversion) {
    ForwardPass pass = scene.pass(s, scene.network(s));
    List<Inversion> trials = Collections.nCopies(pass.trials(), inversion);
    Direction direction = FisherSolver.of(solver, fisher).solve(pass, trials).direction();
    nearZero(
        s, CrossCheck.ofNaturalGradient(pass, direction, fisher, trials, JacobiEigen::ascending));
  }

  private static void conjugateGradients(
      CheckContext s, SolverScene scene, Preconditioner preconditioner) {
    ForwardPass pass = scene.pass(s, scene.network(s));
    double damping = 0.1;
    ConjugateGradient trial =
        ConjugateGradient.FAMILY.of(
            Assignment.of(StepSize.LEARNING_RATE, 1.0)
                .with(Damping.INITIAL, damping)
                .with(ConjugateGradient.TOLERANCE, 1e-7)
                .with(ConjugateGradient.ITERATIONS, 200)
                .with(ConjugateGradient.PRECONDITIONER, preconditioner));
    double[] all = new double[pass.trials()];
    Arrays.fill(all, damping);
    Direction direction =
        ConjugateGradientSolver.solve(pass, Collections.nCopies(pass.trials(), trial), all)
            .direction();
    List<Inversion> inversions =
        Collections.nCopies(pass.trials(), new Inversion(0, damping, StepSize.OFF));
    nearZero(
        s,
        CrossCheck.ofNaturalGradient(
            pass, direction, Fisher.EXACT, inversions, JacobiEigen::ascending));
  }

  /** Checks two steps, the first of which starts from a direction of zero. */
  private static void spring(CheckContext s, SolverScene scene) {
    Network network = scene.network(s);
    Parameters last = s.own(network.weights().zeros());
    double[] momentum = {0.9, 0, 0.5};
    double[] damping = {0.1, 1, 0.03};
    for (int step = 0; step < 2; step++) {
      ForwardPass pass = scene.pass(s, network);
      HostVectors before = HostVectors.of(pass.architecture(), last);
      SpringSolver.solve(pass, last, momentum, damping);
      HostVectors found = HostVectors.of(pass.architecture(), last);
      for (int t = 0; t < pass.trials(); t++) {
        ReferenceNetwork.Factor factor =
            SolverScene.reference(pass, t).factor(Fisher.EXACT, StepSize.OFF);
        near(s, t, found.get(t), spring(factor, before.get(t), momentum[t], damping[t]));
      }
    }
  }

  /** Returns d = A(G + λI)⁻¹(u − μAᵀd′) + μd′. */
  private static double[] spring(
      ReferenceNetwork.Factor factor, double[] last, double momentum, double damping) {
    int order = factor.order();
    double[] gram = factor.gram();
    double[] u = factor.u();
    double[] projection = factor.multiplyTransposed(last);
    double[][] system = new double[order][order + 1];
    for (int i = 0; i < order; i++) {
      System.arraycopy(gram, i * order, system[i], 0, order);
      system[i][i] += damping;
      system[i][order] = u[i] - momentum * projection[i];
    }
    double[] direction = factor.multiply(ReferenceKronecker.solve(system));
    for (int i = 0; i < direction.length; i++) {
      direction[i] += momentum * last[i];
    }
    return direction;
  }

  /** Checks two steps, with new eigenvectors at each. */
  private static void kronecker(CheckContext s, SolverScene scene, Eigenvalues kind) {
    Network network = scene.network(s);
    double[] damping = {0.1, 1, 0.03};
    KroneckerFactored structure =
        new KroneckerFactored(
            kind,
            Assignment.of(StepSize.LEARNING_RATE, 1.0)
                .with(Damping.REQUIRED, 0.1)
                .with(KroneckerFactored.UPDATE_EVERY, 1));
    KroneckerSolver solver = s.own(new KroneckerSolver(structure, network.weights()));
    List<ReferenceKronecker> references = new ArrayList<>();
    for (int t = 0; t < SolverScene.TRIALS; t++) {
      references.add(new ReferenceKronecker(scene.architecture()));
    }
    for (int step = 0; step < 2; step++) {
      ForwardPass pass = scene.pass(s, network);
      Direction direction = solver.solve(pass, damping).direction();
      HostVectors found =
          HostVectors.of(pass.architecture(), Network.inParameterSpace(pass, direction));
      for (int t = 0; t < SolverScene.TRIALS; t++) {
        ReferenceNetwork reference = SolverScene.reference(pass, t);
        references.get(t).take(reference, step == 0 ? 0 : 0.5, true);
        double[] gradient = reference.gradient();
        near(
            s,
            t,
            found.get(t),
            kind == Eigenvalues.PRODUCTS
                ? references.get(t).kfac(gradient, damping[t])
                : references.get(t).ekfac(gradient, damping[t]));
      }
    }
  }
}
