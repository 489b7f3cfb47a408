package dev.geodesic.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.CardFinder;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code auto} does with a driver of this machine: that of a processor, which counts as a
 * GPU's here.
 */
class AutoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static OpenClCards cards = new OpenClCards.Absent("not asked yet");

  @TempDir private Path folder;

  @BeforeAll
  static void find() throws ProcessFailedException {
    cards = new OwnProcess(PATIENCE).run(new CardsTask());
    assumeTrue(cards instanceof OpenClCards.Present, cards::toString);
    // By name: what a driver says of memory need not be the same in every process.
    assertThat(OpenClCards.ofThisMachine()).hasToString(cards.toString());
  }

  private static OpenClCards asGpus(OpenClCards found) {
    return new OpenClCards.Present(
        ((OpenClCards.Present) found)
            .cards().stream()
                .map(
                    card ->
                        new OpenClCard(
                            card.ordinal(),
                            Kind.GPU,
                            card.name(),
                            card.platform(),
                            card.driver(),
                            card.memoryBytes(),
                            card.largestBufferBytes(),
                            card.localBytes(),
                            card.units(),
                            card.mostWorkItems(),
                            card.hasDoubles(),
                            card.pciAddress()))
                .toList());
  }

  private static Workload workload() {
    Pack pack =
        Pack.of(
            List.of(
                new TrialSpec(
                    Specs.data("digits", new Holdout.TestSet(), 0, 8, BatchOrder.SHUFFLED),
                    Specs.model(List.of(), false, Initialization.GLOROT),
                    Specs.sgd(0.1),
                    Specs.schedule(100, 10, 100),
                    0)),
            "data");
    return new Workload(pack, 16, 3, 16, pack.trialSteps());
  }

  private static String chosen(OpenClCards found, String cached, String spare, List<String> said) {
    CardFinder finder = () -> asGpus(found);
    OwnProcessProver prover =
        new OwnProcessProver(
            List.of(workload()),
            2,
            said::add,
            Path.of(cached),
            Path.of(spare),
            new OwnProcess(PATIENCE),
            card -> Opening.opencl(card.ordinal()),
            Opening.processor(),
            1);
    return DeviceChoice.here(DeviceRequest.AUTO, finder, prover, null).line();
  }

  /** The choice of a process, after the lines that it said before. */
  private static Task<String> choice(Path cached, Path spare) {
    OpenClCards found = cards;
    String kept = cached.toString();
    String temporary = spare.toString();
    return progress -> {
      progress.at("the choice");
      List<String> said = new ArrayList<>();
      said.add(chosen(found, kept, temporary, said));
      return String.join("\n", said);
    };
  }

  private static void isAVerdict(String line, Path kept) {
    assertThat(line)
        .matches(
            "device: (opencl on .*: passes [\\d,]+ checks; trains packs of sgd .* times as fast as 2"
                + " cores|cpu; .* is left idle, as it trains packs of sgd at .* of the speed of 2"
                + " cores) \\(%s/.*\\.json\\)".formatted(kept));
  }

  @Test
  void twoProcessesAtOnceTryItOutOnceAndLaterOnesReadIt() throws Exception {
    OwnProcess patient = new OwnProcess(Duration.ofMinutes(5));
    List<CompletableFuture<String>> both =
        Stream.of(1, 2)
            .map(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return patient.run(choice(folder, folder));
                          } catch (ProcessFailedException e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();
    List<String> one = both.get(0).get().lines().toList();
    List<String> other = both.get(1).get().lines().toList();

    assertThat(one.size() + other.size()).as("%s %s", one, other).isEqualTo(3);
    String line = one.get(one.size() - 1);
    assertThat(other.get(other.size() - 1)).isEqualTo(line);
    isAVerdict(line, folder);

    List<String> said = new ArrayList<>();
    assertThat(chosen(cards, folder.toString(), folder.toString(), said)).isEqualTo(line);
    assertThat(said).isEmpty();
  }

  /** Below a file nothing can be made, as in a home directory that is read-only. */
  @Tag("slow")
  @Test
  void whereTheCacheIsReadOnlyItIsKeptAmongTheTemporaryFiles() throws IOException {
    Path cached = Files.createFile(folder.resolve("file")).resolve("devices");
    List<String> said = new ArrayList<>();

    String line = chosen(cards, cached.toString(), folder.toString(), said);

    assertThat(said).hasSize(1);
    isAVerdict(line, folder.resolve("geodesic-devices-" + System.getProperty("user.name")));
    assertThat(chosen(cards, cached.toString(), folder.toString(), said)).isEqualTo(line);
    assertThat(said).hasSize(1);
  }
}
