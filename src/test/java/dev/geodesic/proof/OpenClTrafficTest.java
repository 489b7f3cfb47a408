package dev.geodesic.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.bench.Method;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.device.opencl.OpenClDevice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a step costs in launches, uploads and reads, whatever the number of trials in a pack. */
class OpenClTrafficTest {
  private static final int FEW = 2;
  private static final int MANY = 12;
  private static final int NEVER = 1000;

  /** Iterations of conjugate gradients in a step. */
  private static final int ITERATIONS = 10;

  private static int samples = 2048;

  @BeforeAll
  static void needsOpenCl() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
  }

  /**
   * Returns the most reads of a step. The first has the losses, on which it depends who takes the
   * step, and the effects of the step before.
   */
  private static int reads(Method method) {
    return switch (method) {
      case SGD, MOMENTUM, ADAM, MLP_SGD -> 1;
      // One more has all that the choice between ways of solving depends on.
      case CLOSED_FORM, UNTRUNCATED, DAMPED, SPRING, DENSE -> 2;
      // Ranks, then lengths.
      case TRUNCATED -> 3;
      // The largest eigenvalues, whether the systems were solved, lengths.
      case EMPIRICAL_FISHER, MLP_DAMPED -> 4;
      // Whether samples are repeated, each iteration, lengths.
      case CG -> 3 + ITERATIONS;
      // Between two decompositions of the factors.
      case KFAC, EKFAC -> 1;
    };
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"KFAC", "EKFAC"})
  void aStepUploadsNothingAndReadsLittle(Method method) {
    StepCounts few = count(method, FEW, NEVER);
    StepCounts many = count(method, MANY, NEVER);

    assertThat(few.counts().get("uploads")).isZero();
    assertThat(few.counts().get("reads")).isEqualTo(reads(method));
    assertThat(many.counts()).isEqualTo(few.counts());
  }

  /** To measure the effect of a step takes more launches, and neither a read nor an upload. */
  @ParameterizedTest
  @EnumSource(names = {"SGD", "DAMPED", "MLP_SGD"})
  void aPointOfTheCurveCostsNoRead(Method method) {
    StepCounts between = count(method, FEW, NEVER);
    StepCounts recorded = count(method, FEW, 1);

    assertThat(recorded.counts().get("launches")).isGreaterThan(between.counts().get("launches"));
    assertThat(recorded.counts().get("reads")).isEqualTo(between.counts().get("reads"));
    assertThat(recorded.counts().get("uploads")).isZero();
  }

  /** Counts on samples that were not drawn before, of whose order nothing is known there yet. */
  private static StepCounts count(Method method, int trials, int recordEvery) {
    try (OpenClDevice device = OpenClDevice.open(0)) {
      StepCounts counts = StepCounts.of(method, device, trials, recordEvery, samples++);
      assertThat(counts.trouble()).isNull();
      return counts;
    }
  }
}
