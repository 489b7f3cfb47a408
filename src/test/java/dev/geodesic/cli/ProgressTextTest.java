package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.sweep.Leaderboard.Leader;
import dev.geodesic.sweep.Leaderboard.Standing;
import dev.geodesic.sweep.Progress.Snapshot;
import dev.geodesic.sweep.course.Climbing;
import dev.geodesic.trial.Score;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ProgressTextTest {
  private static final Snapshot START = new Snapshot(54, 0, 12, 0, 0, 0, Double.NaN, List.of());
  private static final Snapshot LATER =
      new Snapshot(6450, 5000, 128, 310, 2, 123456.7, 3725, List.of());

  /** What the README tells of a sweep that is done. */
  private static final List<Leader> FAMILY =
      List.of(
          leader("adam", 0.299),
          leader("kfac", 0.3104),
          leader("ekfac", 0.3101),
          leader("spring", 0.313),
          leader("sgd", 0.313),
          leader("momentum", 0.313),
          leader("natural-gradient", 0.316),
          leader("cg", 0.317),
          new Leader("empirical-fisher", new Score(3, 1.25), 10, false));

  private static Leader leader(String optimizer, double loss) {
    return new Leader(optimizer, new Score(0, loss), 10, false);
  }

  private static Standing standing(String problem, Leader... leaders) {
    return new Standing(problem, List.of(leaders));
  }

  @Test
  void aHalvingShowsWhoCompetesForWhichStep() {
    Snapshot climbing =
        new Snapshot(
            162,
            54,
            8,
            3,
            0,
            1000,
            60,
            List.of(
                new Climbing.Field(100, 81, Double.NaN), new Climbing.Field(300, 1027, 0.41234)));
    String shown = "climbing: 81 to step 100, 1,027 to step 300 (best .412)";

    assertThat(ProgressText.line(climbing, List.of())).endsWith(" left; " + shown);
    assertThat(ProgressText.lines(climbing, List.of(), 80, Ansi.OFF)).hasSize(2).contains(shown);
    assertThat(ProgressText.lines(climbing, List.of(), 20, Ansi.OFF))
        .contains(shown.substring(0, 20));
  }

  @Test
  void aFileGetsOneLineWithEverything() {
    assertThat(ProgressText.line(START, List.of()))
        .isEqualTo("trials 0/54: 12 running, 0 diverged, 0 failed, 0 steps/s, ? left");
    assertThat(ProgressText.line(LATER, List.of(new Standing("", FAMILY))))
        .isEqualTo(
            "trials 5000/6450: 128 running, 310 diverged, 2 failed, 123,457 steps/s, 1 h 02 min"
                + " left; best: adam .299, kfac .310, ekfac .310, spring .313, sgd .313, momentum"
                + " .313, natural-gradient .316, cg .317, empirical-fisher 1.250 (lost 3 of 10)");
    assertThat(
            ProgressText.line(
                START,
                List.of(
                    standing(
                        "side 28",
                        leader("sgd", 0.3),
                        new Leader("cg", new Score(2, Double.NaN), 2, false)),
                    standing("side 14", leader("sgd", 0.4)))))
        .endsWith("? left; best at side 28: sgd .300, cg (lost 2 of 2); best at side 14: sgd .400");
  }

  @Test
  void aTerminalGetsAsManyOfTheBestAsFit() {
    assertThat(ProgressText.lines(LATER, List.of(new Standing("", FAMILY)), 80, Ansi.OFF))
        .containsExactly(
            "128 running, 310 diverged, 2 failed, 123,457 steps/s",
            "best: adam .299, kfac .310, ekfac .310, spring .313, sgd .313, and 4 more");
    assertThat(ProgressText.lines(LATER, List.of(new Standing("", FAMILY)), 200, Ansi.OFF))
        .last()
        .asString()
        .endsWith("cg .317, empirical-fisher 1.250 (lost 3 of 10)");
  }

  @Test
  void manyProblemsDoNotFillTheScreen() {
    List<Standing> standings =
        IntStream.range(0, 9).mapToObj(i -> standing("side " + i, leader("sgd", 0.5))).toList();
    assertThat(ProgressText.lines(START, standings, 80, Ansi.OFF))
        .hasSize(6)
        .endsWith("best at side 3: sgd .500", "and 5 problems more");
  }

  @Test
  void noLineIsWiderThanTheTerminalWhateverItsWidth() {
    List<Standing> standings =
        Collections.nCopies(6, new Standing("side 28, hidden [64, 64]", FAMILY));
    for (int width = 1; width < 250; width++) {
      int most = width;
      for (Ansi colors : List.of(Ansi.OFF, Ansi.ON)) {
        assertThat(ProgressText.lines(LATER, standings, width, colors))
            .allSatisfy(line -> assertThat(uncolored(line)).hasSizeLessThanOrEqualTo(most));
      }
    }
  }

  @Test
  void colorsChangeNoLetter() {
    List<Standing> standings = List.of(new Standing("", FAMILY));
    List<String> plain = ProgressText.lines(LATER, standings, 200, Ansi.OFF);
    List<String> colored = ProgressText.lines(LATER, standings, 200, Ansi.ON);
    assertThat(plain).noneMatch(line -> line.contains("\033"));
    assertThat(colored).allMatch(line -> line.contains("\033"));
    assertThat(colored.stream().map(ProgressTextTest::uncolored)).containsExactlyElementsOf(plain);
  }

  private static String uncolored(String line) {
    return line.replaceAll("\033\\[[0-9;]*m", "");
  }
}
