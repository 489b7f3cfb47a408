package dev.geodesic.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.Direction;
import dev.geodesic.model.Effect;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Move;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Layer;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One step of a pack whose trials differ in their bounds, looked at before it is taken. */
class StepBoundsTest {
  private static final double OFF = StepSize.OFF;
  private static final double RATE = 3;
  private static final int BATCH = 8;
  private static final int FEATURES = 49;

  private static final List<StepSize> BOUNDS =
      List.of(
          bounds(OFF, OFF),
          bounds(0.2, OFF),
          bounds(1e3, OFF),
          bounds(OFF, 1e-3),
          bounds(OFF, 1e3),
          bounds(0.2, 1e-5),
          bounds(1e-3, 1e3));

  private final Device device = new CpuDevice();

  @AfterEach
  void close() {
    device.close();
  }

  private static StepSize bounds(double maxNorm, double maxKl) {
    return Specs.stepSize(RATE, Decay.CONSTANT, 0, maxNorm, maxKl);
  }

  /** What kind of move a step is. */
  private enum Kind {
    SOFTMAX_REGRESSION_BY_COTANGENT,
    SOFTMAX_REGRESSION_BY_VECTOR,
    NETWORK
  }

  /** The gradient at real digits, all trials at one point. */
  private void atAStep(Kind kind, BiConsumer<ForwardPass, Move> test) {
    Matrix samples =
        device.upload(
            Arrays.copyOf(RealDigits.at(7).train().features(), BATCH * FEATURES), BATCH, FEATURES);
    Indices labels = device.indices(Arrays.copyOf(RealDigits.at(7).train().labels(), BATCH));
    try (Network network = network(kind)) {
      ForwardPass pass = network.forward(samples, labels);
      Direction direction =
          kind == Kind.SOFTMAX_REGRESSION_BY_VECTOR
              ? new Direction.ParameterSpace(pass.pullback(pass.lossCotangent()))
              : new Direction.SampleSpace(pass.lossCotangent());
      test.accept(pass, network.move(pass, direction));
    }
    samples.close();
  }

  private Network network(Kind kind) {
    List<Layer> layers =
        kind == Kind.NETWORK
            ? List.of(new Layer(FEATURES, 8), new Layer(8, 10))
            : List.of(new Layer(FEATURES, 10));
    SplittableRandom random = new SplittableRandom(5);
    List<float[]> weights = new ArrayList<>();
    for (Layer layer : layers) {
      float[] values = new float[layer.inputs() * layer.outputs()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-0.3, 0.3);
      }
      weights.add(values);
    }
    return Network.of(device, new Architecture(layers, Activation.TANH), weights, BOUNDS.size());
  }

  private static double[] rates() {
    return Trials.all(RATE, BOUNDS.size());
  }

  private static List<float[]> weights(ForwardPass pass) {
    return pass.weights().layers().stream().map(pass.device()::download).toList();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void lookingLeavesTheWeightsAsTheyAreToTheBit(Kind kind) {
    atAStep(
        kind,
        (pass, move) -> {
          List<float[]> before = weights(pass);
          double[] factors = rates();
          StepBounds.apply(move, factors, BOUNDS);
          assertThat(factors).isNotEqualTo(rates());
          assertThat(weights(pass)).usingElementComparator(Arrays::compare).isEqualTo(before);
          move.take(factors);
          assertThat(weights(pass)).usingElementComparator(Arrays::compare).isNotEqualTo(before);
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void noStepExceedsItsBoundsAndNoneIsShorterForNothing(Kind kind) {
    atAStep(
        kind,
        (pass, move) -> {
          Effect free = move.effect(rates());
          double[] factors = rates();
          Effect effect = StepBounds.apply(move, factors, BOUNDS);
          for (int t = 0; t < factors.length; t++) {
            StepSize size = BOUNDS.get(t);
            String trial = "trial " + t;
            assertThat(effect.norms().get()[t])
                .as(trial)
                .isLessThanOrEqualTo(size.maxNorm() * (1 + 1e-6));
            assertThat(effect.kl().get()[t]).as(trial).isLessThanOrEqualTo(size.maxKl());
            boolean inBounds =
                free.norms().get()[t] <= size.maxNorm() && free.kl().get()[t] <= size.maxKl();
            assertThat(factors[t] == RATE).as(trial).isEqualTo(inBounds);
          }
          assertThat(factors)
              .containsExactly(RATE, factors[1], RATE, factors[3], RATE, factors[5], factors[6]);
        });
  }

  /** The longest step along the same line: by as much as the norm is too long. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aBoundOnTheNormIsReached(Kind kind) {
    atAStep(
        kind,
        (pass, move) -> {
          Effect free = move.effect(rates());
          double[] factors = rates();
          Effect effect = StepBounds.apply(move, factors, BOUNDS);
          assertThat(factors[1]).isCloseTo(RATE * 0.2 / free.norms().get()[1], within(1e-12));
          assertThat(effect.norms().get()[1]).isCloseTo(0.2, within(1e-12));
          assertThat(effect.norms().get()[6]).isCloseTo(1e-3, within(1e-14));
        });
  }

  /** A step cut down to its divergence keeps nearly all that the bound allows. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aBoundOnTheDivergenceIsNearlyReached(Kind kind) {
    atAStep(
        kind,
        (pass, move) -> {
          double[] factors = rates();
          Effect effect = StepBounds.apply(move, factors, BOUNDS);
          assertThat(effect.kl().get()[3]).isBetween(0.8e-3, 1e-3);
          assertThat(effect.kl().get()[5]).isBetween(0.8e-5, 1e-5);
        });
  }

  /** The lengths that were predicted are those of the weights' own change. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void theWeightsMoveAsFarAsWasTold(Kind kind) {
    atAStep(
        kind,
        (pass, move) -> {
          HostVectors before = HostVectors.of(pass.architecture(), pass.weights());
          double[] factors = rates();
          Effect effect = StepBounds.apply(move, factors, BOUNDS);
          move.take(factors);
          HostVectors after = HostVectors.of(pass.architecture(), pass.weights());
          for (int t = 0; t < factors.length; t++) {
            // A weight of 0.3 in float32 is known to 3e-8.
            assertThat(distance(before.get(t), after.get(t)))
                .as("trial %s", t)
                .isCloseTo(effect.norms().get()[t], within(1e-6 * effect.norms().get()[t] + 1e-6));
          }
        });
  }

  private static double distance(double[] from, double[] to) {
    double sum = 0;
    for (int i = 0; i < from.length; i++) {
      sum += (to[i] - from[i]) * (to[i] - from[i]);
    }
    return Math.sqrt(sum);
  }

  /** Neither cut to nothing and passed over, nor let into the records as a step of some length. */
  @Test
  void aDirectionThatIsNoNumberIsNoStep() {
    for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] factors = rates();
      StepBounds.apply(new OddMove(odd), factors, BOUNDS);
      assertThat(factors).as("%s", odd).containsOnly(Double.NaN);
    }
  }

  /** A step whose divergence stays too great however short it is, is given up. */
  @Test
  void aStepThatNoCutBringsInBoundsIsNotTaken() {
    double[] factors = rates();
    StepBounds.apply(new OddMove(1), factors, BOUNDS);
    assertThat(factors[0]).isEqualTo(RATE);
    assertThat(factors[3]).isEqualTo(0);
    assertThat(factors[5]).isEqualTo(0);
  }

  /** A direction of some length that always moves the predictions by far. */
  private record OddMove(double norm) implements Move {
    @Override
    public Effect effect(double[] factors) {
      double[] norms = new double[factors.length];
      double[] kl = new double[factors.length];
      for (int t = 0; t < norms.length; t++) {
        norms[t] = norm * Math.abs(factors[t]);
        kl[t] = factors[t] == 0 ? 0 : Double.NaN;
      }
      return new Effect(Numbers.of(norms), Numbers.of(kl), Numbers.of(kl));
    }

    @Override
    public Panel logitChange() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void take(double[] factors) {
      throw new UnsupportedOperationException();
    }
  }
}
