package dev.geodesic.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Methods × sides × batches × pack sizes.
 *
 * @param cases to measure
 * @param leftOut not to measure, and why
 */
public record Grid(List<BenchCase> cases, Map<Reason, List<BenchCase>> leftOut) {
  /** The most that the fewest steps of a case may take, seconds. */
  private static final double MOST_SECONDS = 10;

  /** At about the speed of small matrices in float64 on one core. */
  private static final double GIGAFLOPS = 20;

  /** Why a case is left out. */
  public enum Reason {
    TOO_LONG("would take more than %.0f s each".formatted(MOST_SECONDS)),
    NO_CLOSED_FORM("more samples than pixels have no closed form");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  public Grid {
    cases = List.copyOf(cases);
    leftOut = Map.copyOf(leftOut);
  }

  /**
   * All of them that can be measured, with a point of the curve every {@code recordEvery} steps.
   */
  public static Grid of(
      List<Method> methods,
      List<Integer> sides,
      List<Integer> batches,
      List<Integer> packs,
      int recordEvery) {
    List<BenchCase> cases = new ArrayList<>();
    Map<Reason, List<BenchCase>> leftOut = new EnumMap<>(Reason.class);
    for (BenchCase bench : all(methods, sides, batches, packs, recordEvery)) {
      Reason reason = reasonAgainst(bench);
      if (reason == null) {
        cases.add(bench);
      } else {
        leftOut.computeIfAbsent(reason, r -> new ArrayList<>()).add(bench);
      }
    }
    return new Grid(cases, leftOut);
  }

  private static List<BenchCase> all(
      List<Method> methods,
      List<Integer> sides,
      List<Integer> batches,
      List<Integer> packs,
      int recordEvery) {
    List<BenchCase> all = new ArrayList<>();
    for (Method method : methods) {
      for (int side : sides) {
        for (int batch : batches) {
          packs.forEach(trials -> all.add(new BenchCase(method, side, batch, trials, recordEvery)));
        }
      }
    }
    return all;
  }

  private static @Nullable Reason reasonAgainst(BenchCase bench) {
    boolean needsClosedForm =
        bench.method() == Method.CLOSED_FORM || bench.method() == Method.UNTRUNCATED;
    if (needsClosedForm && bench.batch() > bench.features()) {
      return Reason.NO_CLOSED_FORM;
    }
    double operations = StepTimer.leastSteps(bench) * bench.trials() * Operations.of(bench);
    return operations > MOST_SECONDS * GIGAFLOPS * 1e9 ? Reason.TOO_LONG : null;
  }

  /** Which cases are left out and why, a line for each reason. */
  public List<String> explanations() {
    return leftOut.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey().words + ", left out: " + CaseList.words(entry.getValue()))
        .toList();
  }
}
