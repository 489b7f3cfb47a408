package dev.geodesic.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cases of a benchmark: all combinations of methods, data, batches and pack sizes.
 *
 * @param cases the cases to measure
 * @param leftOut the cases that are not measured, by reason
 */
public record BenchGrid(List<BenchCase> cases, Map<Reason, List<BenchCase>> leftOut) {
  /** The longest time in seconds that the shortest possible measurement of a case may take. */
  private static final double MOST_SECONDS = 10;

  /** A rough speed of small matrices in float64 on one core, to estimate that time. */
  private static final double GIGAFLOPS = 20;

  /** Why a case is left out. */
  public enum Reason {
    TOO_LONG("would take more than %.0f s each".formatted(MOST_SECONDS)),
    NO_CLOSED_FORM("more samples than features have no closed form");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  public BenchGrid {
    cases = List.copyOf(cases);
    leftOut = Map.copyOf(leftOut);
  }

  /**
   * Returns all combinations, divided into those to measure and those to leave out.
   *
   * @param recordEvery the number of steps between two points of the curve
   */
  public static BenchGrid of(
      List<Method> methods,
      List<? extends BenchData> data,
      List<Integer> batches,
      List<Integer> packs,
      int recordEvery) {
    List<BenchCase> cases = new ArrayList<>();
    Map<Reason, List<BenchCase>> leftOut = new EnumMap<>(Reason.class);
    for (BenchCase bench : all(methods, data, batches, packs, recordEvery)) {
      Reason reason = reasonAgainst(bench);
      if (reason == null) {
        cases.add(bench);
      } else {
        leftOut.computeIfAbsent(reason, r -> new ArrayList<>()).add(bench);
      }
    }
    return new BenchGrid(cases, leftOut);
  }

  private static List<BenchCase> all(
      List<Method> methods,
      List<? extends BenchData> data,
      List<Integer> batches,
      List<Integer> packs,
      int recordEvery) {
    List<BenchCase> all = new ArrayList<>();
    for (Method method : methods) {
      for (BenchData one : data) {
        for (int batch : batches) {
          packs.forEach(trials -> all.add(new BenchCase(method, one, batch, trials, recordEvery)));
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

  /** Returns a line for each reason that names the cases left out for it. */
  public List<String> explanations() {
    return leftOut.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey().words + ", left out: " + CaseList.words(entry.getValue()))
        .toList();
  }
}
