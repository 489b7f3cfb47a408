package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.SymmetricSystems.Spectra;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Systems in the memory of the machine's first OpenCL device, at work-groups of several sizes. */
class OpenClSystemsTest {
  private static final double[] EIGENVALUES = {0, 0, 1e-9, 1e-3, 0.5, 0.5, 2, 7, 10, 40};
  private static final Map<Limits, Gear> GEARS = new HashMap<>();

  /** Rounding of a solution, relative to the condition of what is kept, is at most this times n. */
  private static final double ROUNDING = 100 * Math.ulp(1.0);

  static Stream<Limits> limits() {
    return Stream.of(new Limits(256, 32 << 10), new Limits(64, 16 << 10), new Limits(16, 8 << 10));
  }

  @AfterAll
  static void close() {
    GEARS.values().forEach(Gear::close);
    GEARS.clear();
  }

  private static Gear gear(Limits limits) {
    CardSurvey survey = CardSurvey.all().get(0);
    return Gear.of(survey, survey.card(), limits, 1);
  }

  private static void on(Limits limits, Consumer<Gear> test) {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    Gear gear = GEARS.computeIfAbsent(limits, OpenClSystemsTest::gear);
    gear.pool()
        .inScope(
            () -> {
              test.accept(gear);
              return gear;
            });
  }

  /** Half of them zero, the others from 1e-6 on, each a tenth more than the last. */
  private static double[] graded(int order) {
    double[] values = new double[order];
    for (int k = 0; k < order; k++) {
      values[k] = k < order / 2 ? 0 : 1e-6 * Math.pow(1.1, k - order / 2);
    }
    return values;
  }

  private static double[] all(int count, double value) {
    double[] all = new double[count];
    Arrays.fill(all, value);
    return all;
  }

  private static int[] each(SystemsScene scene) {
    return IntStream.range(0, scene.count()).toArray();
  }

  private static void assertSolved(
      SystemsScene scene, SymmetricSystems systems, int k, double reltol, double damping) {
    int system = systems.trial(k);
    double[] expected = scene.solution(system, reltol, damping);
    double lowest = scene.lowest(system, reltol, damping);
    double condition = Math.max(1, scene.largest(system) / lowest);
    double allowed =
        ROUNDING * scene.order() * condition * SystemsScene.norm(scene.vector()) / lowest;
    double[] found = systems.vector(k);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(allowed));
    }
  }

  @ParameterizedTest
  @MethodSource("limits")
  void holdsWhatItIsGiven(Limits limits) {
    SystemsScene scene = new SystemsScene(EIGENVALUES, 1, 3);
    on(
        limits,
        gear -> {
          OpenClSystems systems = scene.upload(gear, false, 1, 0);
          assertThat(systems.count()).isEqualTo(2);
          assertThat(systems.order()).isEqualTo(EIGENVALUES.length);
          assertThat(systems.trial(0)).isEqualTo(1);
          assertThat(systems.matrix(0)).isEqualTo(scene.matrix(1));
          assertThat(systems.matrix(1)).isEqualTo(scene.matrix(0));
          assertThat(systems.vector(1)).isEqualTo(scene.vector());
        });
  }

  @ParameterizedTest
  @MethodSource("limits")
  void findsTheLargestEigenvaluesAtAnySize(Limits limits) {
    SystemsScene scene = new SystemsScene(EIGENVALUES, 1e-250, 1e-170, 1e-100, 1, 1e100, 1e170, 0);
    on(
        limits,
        gear -> {
          for (double tolerance : new double[] {1e-3, 1e-6, 1e-9}) {
            double[] largest =
                scene.upload(gear, false, each(scene)).largestEigenvalues(tolerance).get();
            for (int k = 0; k < largest.length; k++) {
              double expected = scene.largest(k);
              assertThat(largest[k]).isCloseTo(expected, within(10 * tolerance * expected));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("limits")
  void findsTheLargestEigenvalueOfAnyOrder(Limits limits) {
    on(
        limits,
        gear -> {
          for (int order : new int[] {1, 2, 3, 60, 129, 300}) {
            SystemsScene scene = new SystemsScene(graded(order), 1, 2);
            double[] largest = scene.upload(gear, false, 0, 1).largestEigenvalues(1e-6).get();
            for (int k = 0; k < 2; k++) {
              double expected = scene.largest(k);
              assertThat(largest[k]).isCloseTo(expected, within(1e-5 * expected));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("limits")
  void tellsWhetherEigenvaluesExceedAShift(Limits limits) {
    double[] sizes = {1e-100, 3, 2e100};
    SystemsScene scene = new SystemsScene(EIGENVALUES, sizes);
    on(
        limits,
        gear -> {
          OpenClSystems systems = scene.upload(gear, false, 0, 1, 2);
          double[] multiples = {-1e-3, -1e-10, 1e-10, 1e-4, 1, 39, 41};
          for (int k = 0; k < multiples.length; k++) {
            double[] shifts = new double[3];
            for (int t = 0; t < 2; t++) {
              shifts[t] = multiples[(k + t) % multiples.length] * sizes[t];
            }
            boolean[] are = systems.arePositiveDefiniteBeyond(shifts).get();
            for (int t = 0; t < 3; t++) {
              assertThat(are[t]).isEqualTo(shifts[t] <= 0);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("limits")
  void solvesDampedSystemsThatAreNotLeftOut(Limits limits) {
    for (double size : new double[] {1e-100, 1, 1e100}) {
      for (double damping : new double[] {0.3, 1e-4}) {
        SystemsScene scene = new SystemsScene(EIGENVALUES, size, 3, 2 * size);
        on(
            limits,
            gear -> {
              OpenClSystems systems = scene.upload(gear, false, 0, 1, 2);
              assertThat(systems.solveDamped(new double[] {damping * size, 0, -1e-3 * size}).get())
                  .containsExactly(true, false, false);
              assertSolved(scene, systems, 0, 0, damping * size);
              assertThat(systems.vector(1)).isEqualTo(scene.vector());
              assertThat(systems.vector(2)).isEqualTo(scene.vector());
              assertThat(systems.solveDamped(new double[] {0, damping, 0}).get())
                  .containsExactly(false, true, false);
              assertSolved(scene, systems, 0, 0, damping * size);
              assertSolved(scene, systems, 1, 0, damping);
              assertThat(systems.matrix(1)).isEqualTo(scene.matrix(1));
            });
      }
    }
  }

  private record Cut(double reltol, double damping) {}

  private static final List<Cut> CUTS =
      List.of(
          new Cut(0, 0.3),
          new Cut(0, 1e-4),
          new Cut(0.1, 0),
          new Cut(0.1, 0.3),
          new Cut(0.01, 0),
          new Cut(0.01, 0.3),
          new Cut(1e-6, 0),
          new Cut(1e-6, 0.3));

  @ParameterizedTest
  @MethodSource("limits")
  void solvesTruncatedSystemsThatAreChosen(Limits limits) {
    for (double size : new double[] {1e-250, 1e-100, 1, 1e100}) {
      for (Cut cut : CUTS) {
        for (boolean isGram : new boolean[] {false, true}) {
          SystemsScene scene = new SystemsScene(EIGENVALUES, size, 3, 2 * size);
          on(
              limits,
              gear -> {
                OpenClSystems systems = scene.upload(gear, isGram, 0, 1, 2);
                double[] damping = {cut.damping() * size, 1, (cut.damping() + 0.1) * 2 * size};
                Spectra spectra =
                    systems.solveTruncated(
                        new boolean[] {true, false, true}, all(3, cut.reltol()), damping);
                assertThat(systems.vector(1)).isEqualTo(scene.vector());
                assertThat(spectra.ranks()[1]).isZero();
                assertThat(spectra.largest()[1]).isZero();
                for (int k = 0; k < 3; k += 2) {
                  double largest = scene.largest(k);
                  assertThat(spectra.ranks()[k]).isEqualTo(scene.rank(k, cut.reltol(), damping[k]));
                  assertThat(spectra.largest()[k]).isCloseTo(largest, within(1e-14 * largest));
                  assertSolved(scene, systems, k, cut.reltol(), damping[k]);
                  assertThat(systems.matrix(k)).isEqualTo(scene.matrix(k));
                }
              });
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("limits")
  void solvesTruncatedSystemsOfAnyOrder(Limits limits) {
    for (int order : new int[] {1, 2, 3, 31, 60, 129, 300}) {
      SystemsScene scene = new SystemsScene(graded(order), 1, 1e3);
      on(
          limits,
          gear -> {
            for (Cut cut : List.of(new Cut(0, 1e-4), new Cut(0.01, 0), new Cut(0.5e-6, 1e-3))) {
              OpenClSystems systems = scene.upload(gear, true, 0, 1);
              Spectra spectra =
                  systems.solveTruncated(
                      new boolean[] {true, true}, all(2, cut.reltol()), all(2, cut.damping()));
              for (int k = 0; k < 2; k++) {
                int rank = scene.rank(k, cut.reltol(), cut.damping());
                assertThat(spectra.ranks()[k]).isEqualTo(rank);
                assertSolved(scene, systems, k, cut.reltol(), cut.damping());
              }
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("limits")
  void aMatrixOfZerosHasNoInverseUnlessDamped(Limits limits) {
    SystemsScene scene = new SystemsScene(EIGENVALUES, 0, 1);
    boolean[] both = {true, true};
    on(
        limits,
        gear -> {
          OpenClSystems systems = scene.upload(gear, true, 0, 1);
          Spectra spectra = systems.solveTruncated(both, all(2, 1e-6), new double[2]);
          assertThat(spectra.ranks()).containsExactly(0, 7);
          assertThat(spectra.largest()[0]).isZero();
          assertThat(systems.vector(0)).containsOnly(0);
          assertSolved(scene, systems, 1, 1e-6, 0);

          OpenClSystems damped = scene.upload(gear, true, 0, 1);
          damped.solveTruncated(both, new double[2], all(2, 4));
          double[] expected = Arrays.stream(scene.vector()).map(x -> x / 4).toArray();
          assertThat(damped.vector(0)).containsExactly(expected, within(1e-15));
        });
  }

  /**
   * Of A = [e₁ + e₂, s(e₁ − e₂ + e₃), e₂ + e₄] and u = (1, 1/s, 2): a column of s = 1e-12 with an
   * element of 1e12, ε of which would swamp the others. Returns x, its second element times s.
   */
  private static double[] solveGraded(Gear gear, double reltol, double damping) {
    double s = 1e-12;
    double[] matrix = {2, 0, 1, 0, 3 * s * s, -s, 1, -s, 2};
    OpenClSystems systems =
        SystemsScene.upload(gear, true, 3, new int[1], matrix, new double[] {1, 1 / s, 2});
    systems.solveTruncated(new boolean[] {true}, new double[] {reltol}, new double[] {damping});
    double[] x = systems.vector(0);
    x[1] *= s;
    return x;
  }

  /** The ordinary columns have the eigenvalues 3 and 1, and the image of u in them is (4, 4). */
  @ParameterizedTest
  @MethodSource("limits")
  void truncationDropsASmallColumnHoweverLargeItsElement(Limits limits) {
    on(
        limits,
        gear -> {
          double[] x = solveGraded(gear, 0.01, 0);
          assertThat(x[0]).isCloseTo(4.0 / 9, within(1e-11));
          assertThat(x[1]).isCloseTo(0, within(1e-11));
          assertThat(x[2]).isCloseTo(4.0 / 9, within(1e-11));
        });
  }

  /** The small column's element is 1/(sλ), and moves the third of the others by 1/λ. */
  @ParameterizedTest
  @MethodSource("limits")
  void dampingKeepsASmallColumnAndItsElement(Limits limits) {
    double damping = 0.25;
    on(
        limits,
        gear -> {
          double[] x = solveGraded(gear, 0, damping);
          assertThat(x[1]).isCloseTo(1 / damping, within(1e-11));
          assertThat((2 + damping) * x[0] + x[2]).isCloseTo(1, within(1e-11));
          assertThat(x[0] + (2 + damping) * x[2]).isCloseTo(2 + 1 / damping, within(1e-11));
        });
  }

  /** One system is not a number, and its answers are none. */
  @ParameterizedTest
  @MethodSource("limits")
  void noBitOfASystemDependsOnTheOthers(Limits limits) {
    SystemsScene scene = new SystemsScene(EIGENVALUES, 1, Double.NaN, 3, 1e-5);
    on(
        limits,
        gear -> {
          for (Function<OpenClSystems, double[][]> answers : answers()) {
            double[][] together = answers.apply(scene.upload(gear, true, 0, 1, 2, 3));
            double[][] others = answers.apply(scene.upload(gear, true, 3, 1, 0));
            assertThat(others[0]).containsExactly(together[3]);
            assertThat(others[2]).containsExactly(together[0]);
            for (int k : new int[] {0, 2, 3}) {
              assertThat(answers.apply(scene.upload(gear, true, k))[0])
                  .containsExactly(together[k]);
            }
          }
          OpenClSystems systems = scene.upload(gear, true, 0, 1);
          assertThat(systems.largestEigenvalues(1e-3).get()[1]).isNaN();
          assertThat(systems.arePositiveDefiniteBeyond(all(2, -1)).get()[1]).isFalse();
          assertThat(systems.solveDamped(all(2, 0.3)).get()[1]).isFalse();
          assertThat(systems.vector(1)).containsExactly(scene.vector());
          Spectra spectra =
              systems.solveTruncated(new boolean[] {false, true}, all(2, 0.1), all(2, 0));
          assertThat(spectra.ranks()[1]).isZero();
          assertThat(spectra.largest()[1]).isNaN();
          assertThat(systems.vector(1)).containsOnly(Double.NaN);
        });
  }

  /** What systems answer, of each. */
  private static List<Function<OpenClSystems, double[][]>> answers() {
    return List.of(
        s -> rows(s.largestEigenvalues(1e-6).get()),
        s -> vectors(s, s.solveDamped(all(s.count(), 0.3)).get().length),
        s -> truncated(s, 0.01, 0),
        s -> truncated(s, 0, 0.3));
  }

  private static double[][] rows(double[] values) {
    return DoubleStream.of(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
  }

  private static double[][] vectors(OpenClSystems systems, int count) {
    return IntStream.range(0, count).mapToObj(systems::vector).toArray(double[][]::new);
  }

  private static double[][] truncated(OpenClSystems systems, double reltol, double damping) {
    int count = systems.count();
    boolean[] chosen = new boolean[count];
    Arrays.fill(chosen, true);
    Spectra spectra = systems.solveTruncated(chosen, all(count, reltol), all(count, damping));
    double[][] answers = vectors(systems, count);
    for (int k = 0; k < count; k++) {
      answers[k] =
          DoubleStream.concat(
                  DoubleStream.of(answers[k]),
                  DoubleStream.of(spectra.ranks()[k], spectra.largest()[k]))
              .toArray();
    }
    return answers;
  }

  @ParameterizedTest
  @MethodSource("limits")
  void systemsThatNeedMoreRoomAreLeftAloneAtFirst(Limits limits) {
    SystemsScene scene = new SystemsScene(EIGENVALUES, 1, 2);
    on(
        limits,
        gear -> {
          OpenClSystems systems = scene.upload(gear, true, 0, 1);
          int[] ranks = new int[2];
          double[] largest = new double[2];
          Filter filter = new Filter(systems, new int[] {0, 1}, all(2, 0.01), all(2, 0.3));
          Filter rest = filter.applyOnce(0, ranks, largest);
          assertThat(rest.which()).containsExactly(0, 1);
          assertThat(systems.vector(0)).containsExactly(scene.vector());
          assertThat(rest.applyOnce(1, ranks, largest).which()).isEmpty();
          assertSolved(scene, systems, 0, 0.01, 0.3);
          assertThat(ranks).containsExactly(6, 6);
        });
  }

  /**
   * Of one system and of many alike: the same launches, and one read when answers are asked for.
   */
  @ParameterizedTest
  @MethodSource("limits")
  void aCallReadsOnceHoweverManySystemsThereAre(Limits limits) {
    SystemsScene scene = new SystemsScene(EIGENVALUES, 1, 2, 3, 4, 5);
    List<Consumer<OpenClSystems>> calls =
        List.of(
            s -> s.largestEigenvalues(1e-3).get(),
            s -> s.arePositiveDefiniteBeyond(all(s.count(), -1)).get(),
            s -> s.solveDamped(all(s.count(), 0.3)).get(),
            s -> truncated(s, 0.01));
    on(
        limits,
        gear -> {
          for (Consumer<OpenClSystems> call : calls) {
            Traffic one = traffic(gear, scene.upload(gear, true, 0), call);
            Traffic many = traffic(gear, scene.upload(gear, true, each(scene)), call);
            assertThat(many.launches()).isEqualTo(one.launches());
            assertThat(one.reads()).isEqualTo(1);
            assertThat(many.reads()).isEqualTo(1);
          }
          OpenClSystems asked = scene.upload(gear, true, each(scene));
          Traffic all =
              traffic(
                  gear,
                  asked,
                  s -> {
                    Numbers largest = s.largestEigenvalues(1e-3);
                    Flags are = s.arePositiveDefiniteBeyond(all(s.count(), -1));
                    Flags solved = s.solveDamped(all(s.count(), 0.3));
                    assertThat(largest.get()).hasSameSizeAs(are.get()).hasSameSizeAs(solved.get());
                  });
          assertThat(all.reads()).isEqualTo(1);
          OpenClSystems systems = scene.upload(gear, true, 0, 1);
          Traffic none =
              traffic(
                  gear,
                  systems,
                  s -> {
                    s.arePositiveDefiniteBeyond(new double[2]).get();
                    s.solveDamped(new double[2]).get();
                    s.solveTruncated(new boolean[2], new double[2], new double[2]);
                  });
          assertThat(none.launches()).isZero();
          assertThat(none.reads()).isZero();
        });
  }

  private static void truncated(OpenClSystems s, double reltol) {
    boolean[] chosen = new boolean[s.count()];
    Arrays.fill(chosen, true);
    s.solveTruncated(chosen, all(s.count(), reltol), new double[s.count()]);
  }

  private static Traffic traffic(Gear gear, OpenClSystems systems, Consumer<OpenClSystems> call) {
    Traffic before = gear.queue().traffic();
    call.accept(systems);
    return gear.queue().traffic().since(before);
  }
}
