package dev.geodesic.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackSizeTest {
  private static List<TrialSpec> trials(int count, DoubleFunction<OptimizerSpec> optimizer) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                new TrialSpec(
                    Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED),
                    Specs.model(List.of(), false, Initialization.GLOROT),
                    optimizer.apply(i / 1000.0),
                    Specs.schedule(10, 10, 100),
                    0))
        .toList();
  }

  private static OptimizerSpec optimizer(String method, double rate) {
    return switch (method) {
      case "sgd" -> Specs.sgd(rate);
      case "closed-form" -> Specs.natural(rate, 0, 0, Fisher.EXACT, Solver.CLOSED_FORM);
      default -> Specs.natural(rate, 1e-6, 0.1, Fisher.EXACT, Solver.AUTO);
    };
  }

  /** A sweep of one structure has packs for many slots, if not at any price. */
  @ParameterizedTest
  @CsvSource({
    "sgd, 1, 1",
    "sgd, 16, 16",
    "sgd, 17, 9",
    "sgd, 64, 16",
    "sgd, 512, 32",
    "sgd, 5000, 64",
    "closed-form, 64, 16",
    "sample-space, 8, 4",
    "sample-space, 64, 4",
    "sample-space, 640, 40",
    "sample-space, 5000, 64"
  })
  void packsAreManyButNoneIsTooSmall(String method, int count, int largest) {
    List<Pack> packs =
        Packing.pack(
            Trial.all(trials(count, rate -> optimizer(method, rate)), "data"),
            new PackSize.ByMethod());
    assertThat(packs.stream().mapToInt(pack -> pack.trials().size()).max()).hasValue(largest);
    assertThat(packs.stream().mapToInt(pack -> pack.trials().size()).sum()).isEqualTo(count);
  }
}
