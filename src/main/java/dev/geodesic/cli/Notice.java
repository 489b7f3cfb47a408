package dev.geodesic.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.geodesic.sweep.Leaderboard.Leader;
import dev.geodesic.sweep.Leaderboard.Standing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notice about a run, posted as a small JSON object with keys in snake_case.
 *
 * @param text the whole notice in one line, under the key that chat services show
 * @param event {@code end} or {@code stall}
 * @param outcome of an end: {@code completed}, {@code failed}, {@code out of time} or {@code
 *     interrupted}
 * @param exitCode of an end
 * @param cause in a line, where the run met an error
 * @param sweep its name
 * @param host that the driver runs on
 * @param results where they lie
 * @param seconds since the start
 * @param done trials that this run has trained
 * @param toTrain trials that it was to train
 * @param trials number of all trials of the results by status, where the run came to its end
 * @param best configuration of each optimizer so far
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Notice(
    String text,
    String event,
    @Nullable String outcome,
    @Nullable Integer exitCode,
    @Nullable String cause,
    String sweep,
    String host,
    String results,
    double seconds,
    int done,
    int toTrain,
    @Nullable Map<String, Long> trials,
    List<Best> best) {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /**
   * The best configuration of an optimizer.
   *
   * @param problem its difference from the sweep's other problems in words; empty if it is the only
   *     one
   * @param optimizer its name
   * @param testLoss mean holdout loss over the seeds that completed; absent where none did
   * @param seeds number of seeds that ended, of fresh ones if it is confirmed
   * @param lost how many of these gave no finite loss
   * @param confirmed whether the seeds took no part in the choice
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Best(
      String problem,
      String optimizer,
      @Nullable Double testLoss,
      int seeds,
      int lost,
      boolean confirmed) {
    static List<Best> of(List<Standing> standings) {
      return standings.stream()
          .flatMap(
              standing -> standing.leaders().stream().map(leader -> of(standing.problem(), leader)))
          .toList();
    }

    private static Best of(String problem, Leader leader) {
      return new Best(
          problem,
          leader.optimizer(),
          Double.isNaN(leader.score().loss()) ? null : leader.score().loss(),
          leader.seeds(),
          leader.score().lost(),
          leader.isConfirmed());
    }
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A notice is JSON", e);
    }
  }
}
