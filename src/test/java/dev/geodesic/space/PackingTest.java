package dev.geodesic.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
  private static final List<Trial> TRIALS =
      Trial.all(
          SearchSpace.of(
                  Sweeps.sweep(
                      List.of(Sweeps.data(28), Sweeps.data(14)),
                      Stream.concat(Sweeps.sgd(5).stream(), naturals()).toList(),
                      List.of(0, 1, 2)))
              .trials(),
          "data");

  private static Stream<OptimizerSpec> naturals() {
    return Stream.of(
        Sweeps.natural(1, 0.1, Solver.AUTO),
        Sweeps.natural(2, 0.2, Solver.AUTO),
        Sweeps.natural(1, 0.1, Solver.GRAM));
  }

  @Test
  void numbersFuseAndStructuresFanOut() {
    List<Pack> packs = Packing.pack(TRIALS, new PackSize.Fixed(64));

    assertThat(packs).extracting(Pack::structure).doesNotHaveDuplicates();
    assertThat(packs)
        .extracting(pack -> pack.trials().size())
        .containsExactly(5, 5, 5, 2, 2, 2, 1, 1, 1, 5, 5, 5, 2, 2, 2, 1, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 64})
  void everyTrialIsInOnePackAndNoPackIsTooLarge(int packSize) {
    List<Pack> packs = Packing.pack(TRIALS, new PackSize.Fixed(packSize));

    assertThat(packs.stream().flatMap(pack -> pack.trials().stream()))
        .containsExactlyInAnyOrderElementsOf(TRIALS);
    assertThat(packs).allSatisfy(pack -> assertThat(pack.trials()).hasSizeBetween(1, packSize));
  }

  @Test
  void aFullPackIsFollowedByTheRest() {
    assertThat(
            Packing.pack(
                TRIALS.stream().filter(PackingTest::isFirstSgd).toList(), new PackSize.Fixed(2)))
        .extracting(pack -> pack.specs().stream().map(t -> t.optimizer().learningRate()).toList())
        .containsExactly(List.of(1.0, 2.0), List.of(3.0, 4.0), List.of(5.0));
  }

  private static boolean isFirstSgd(Trial trial) {
    return trial.spec().optimizer() instanceof Sgd
        && trial.spec().seed() == 0
        && trial.spec().data().equals(Sweeps.data(28));
  }

  @Test
  void packsAreTheSameHoweverStructuresInterleave() {
    List<Trial> bySeed = new ArrayList<>(TRIALS);
    bySeed.sort(Comparator.<Trial, Integer>comparing(trial -> trial.spec().seed()).reversed());

    assertThat(bySeed).isNotEqualTo(TRIALS);
    assertThat(ids(Packing.pack(bySeed, new PackSize.Fixed(2))))
        .containsExactlyInAnyOrderElementsOf(ids(Packing.pack(TRIALS, new PackSize.Fixed(2))));
  }

  @Test
  void packsComeInTheOrderOfTheirFirstTrials() {
    List<Pack> packs = Packing.pack(TRIALS, new PackSize.Fixed(64));

    assertThat(packs)
        .isSortedAccordingTo(Comparator.comparing(pack -> TRIALS.indexOf(pack.trials().get(0))));
  }

  @Test
  void anIdIsDecidedByTheTrialsAndTheContentOfTheirData() {
    List<Pack> packs = Packing.pack(TRIALS, new PackSize.Fixed(2));
    Pack pack = packs.get(0);

    assertThat(ids(packs)).doesNotHaveDuplicates();
    assertThat(pack.id()).isEqualTo(new Pack(pack.trials()).id()).matches("[0-9a-f]{20}");
    assertThat(pack.id()).isNotEqualTo(Pack.of(pack.specs(), "other data").id());
    assertThat(pack.id()).isNotEqualTo(new Pack(pack.trials().subList(0, 1)).id());
  }

  @Test
  void aPackOfTwoStructuresIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pack(TRIALS))
        .withMessageStartingWith("trials of a pack must share one structure, got: ");
    assertThatIllegalArgumentException().isThrownBy(() -> new Pack(List.of()));
  }

  private static List<String> ids(List<Pack> packs) {
    return packs.stream().map(Pack::id).toList();
  }
}
