package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Rung;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A trial that goes from pack to pack is the trial that it would have been in one, to the bit. */
class LegsTest {
  private static final Provenance PROVENANCE =
      new Provenance("pack", 3, 1, 2, 4.5, new Place("host", null, "cpu", 1L << 40));

  private static final Rung RUNG = new Rung(1, 2);

  /** States in memory. */
  static final class MemoryRungs implements RungStates {
    private final Map<String, byte[]> states = new HashMap<>();

    @Override
    public InputStream open(String leg) throws IOException {
      if (!states.containsKey(leg)) {
        throw new FileNotFoundException(leg);
      }
      return new ByteArrayInputStream(states.get(leg));
    }

    @Override
    public void keep(String leg, Content content) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        content.write(out, PROVENANCE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      states.put(leg, out.toByteArray());
    }
  }

  static Stream<Arguments> optimizersAndModels() {
    return ResumptionTest.optimizersAndModels();
  }

  private static List<Outcome> train(Leg leg, RungStates states) {
    ResidentData.Bias bias =
        leg.pack().structure().model().bias() ? ResidentData.Bias.APPENDED : ResidentData.Bias.NONE;
    try (Device device = new CpuDevice();
        ResidentData data =
            ResidentData.upload(
                device, RealDigits.at(leg.pack().structure().data().downsample()), bias)) {
      return PackTrainer.train(leg, data, device, Monitor.NONE, Checkpoints.NONE, states);
    }
  }

  private static Leg leg(List<Trial> trials, int from, int to, List<Leg> sources) {
    return new Leg(new Pack(trials), from, to, RUNG, sources.stream().map(Leg::id).toList());
  }

  private static List<Trial> alive(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.status() instanceof TrialStatus.Stopped)
        .map(Outcome::trial)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("optimizersAndModels")
  void fromPackToPackNoBitChanges(ResumableTrials kind, ModelSpec model) {
    Pack pack = kind.pack(model);
    Map<Trial, Outcome> undisturbed =
        Packs.train(pack).stream().collect(Collectors.toMap(Outcome::trial, Function.identity()));
    MemoryRungs states = new MemoryRungs();
    List<Trial> all = pack.trials();
    List<Trial> even = new ArrayList<>();
    List<Trial> odd = new ArrayList<>();
    for (int t = 0; t < all.size(); t++) {
      (t % 2 == 0 ? even : odd).add(all.get(t));
    }
    Leg first = leg(even, 0, 10, List.of());
    Leg second = leg(odd, 0, 10, List.of());
    List<Outcome> atTen = new ArrayList<>(train(first, states));
    atTen.addAll(train(second, states));

    List<Trial> mixed = new ArrayList<>(alive(atTen));
    assertThat(mixed).hasSizeGreaterThan(1).hasSizeLessThan(all.size());
    Collections.reverse(mixed);
    Leg third = leg(mixed, 10, 20, List.of(first, second));
    List<Outcome> atTwenty = train(third, states);

    List<Outcome> ended = new ArrayList<>();
    for (Trial trial : alive(atTwenty)) {
      ended.addAll(train(leg(List.of(trial), 20, ResumableTrials.STEPS, List.of(third)), states));
    }
    assertThat(ended).hasSizeGreaterThan(1);
    for (Outcome outcome : ended) {
      Packs.assertSame(
          outcome,
          Objects.requireNonNull(undisturbed.get(outcome.trial())),
          outcome.trial().spec().optimizer().toString());
    }
    Stream.concat(atTen.stream(), atTwenty.stream())
        .filter(outcome -> outcome.status() instanceof TrialStatus.Diverged)
        .forEach(
            outcome ->
                Packs.assertSame(
                    outcome,
                    Objects.requireNonNull(undisturbed.get(outcome.trial())),
                    "a diverged one"));
  }

  @Test
  void whereAStateIsMissingOrDamagedTheLegStartsAnew() {
    Pack pack = ResumableTrials.ADAM.pack(Packs.PLAIN);
    Map<Trial, Outcome> undisturbed =
        Packs.train(pack).stream().collect(Collectors.toMap(Outcome::trial, Function.identity()));
    MemoryRungs states = new MemoryRungs();
    Leg first = leg(pack.trials(), 0, 10, List.of());
    List<Trial> some = alive(train(first, states)).subList(0, 2);
    byte[] state = Objects.requireNonNull(states.states.get(first.id()));
    for (byte[] damaged :
        List.of(
            new byte[0],
            Arrays.copyOf(state, state.length - 1),
            Arrays.copyOf(state, state.length + 1),
            flipped(state, state.length / 2))) {
      states.states.put(first.id(), damaged);
      assertSame(train(leg(some, 10, 24, List.of(first)), states), undisturbed);
    }
    states.states.clear();
    assertSame(train(leg(some, 10, 24, List.of(first)), states), undisturbed);
  }

  private static byte[] flipped(byte[] state, int at) {
    byte[] copy = state.clone();
    copy[at] ^= 1;
    return copy;
  }

  private static void assertSame(List<Outcome> outcomes, Map<Trial, Outcome> undisturbed) {
    for (Outcome outcome : outcomes) {
      Packs.assertSame(
          outcome, Objects.requireNonNull(undisturbed.get(outcome.trial())), "started anew");
    }
  }

  @Test
  void aStateTellsHowFarItsTrialsCameWithoutADevice() throws IOException {
    Pack pack = ResumableTrials.KFAC.pack(Packs.PLAIN);
    MemoryRungs states = new MemoryRungs();
    Leg first = leg(pack.trials(), 0, 10, List.of());
    List<Outcome> outcomes = train(first, states);
    // Those that diverged are asked for as well: their rows may have to come from here.
    Map<String, Trial> asked =
        pack.trials().subList(1, pack.trials().size()).stream()
            .collect(Collectors.toMap(Trial::id, t -> t));
    assertThat(alive(outcomes)).hasSizeBetween(1, asked.size() - 1);

    RungState state = RungState.read(states.open(first.id()), asked);

    assertThat(state.step()).isEqualTo(10);
    assertThat(state.rung()).isEqualTo(RUNG);
    assertThat(state.provenance()).isEqualTo(PROVENANCE);
    assertThat(state.others()).containsExactly(pack.trials().get(0).id());
    assertThat(state.outcomes())
        .isEqualTo(outcomes.stream().filter(o -> asked.containsKey(o.trial().id())).toList());
  }
}
