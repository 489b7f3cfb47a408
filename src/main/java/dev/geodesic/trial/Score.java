package dev.geodesic.trial;

/**
 * How well a configuration did over its seeds. The better of two has lost fewer seeds, and of two
 * that lost as many has the lower mean loss: a mean over the survivors alone would flatter the one
 * that lost more.
 *
 * @param lost seeds that diverged, left no result, or came to a loss that is not finite
 * @param loss mean holdout loss of the others, nats a sample; NaN where there are none
 */
public record Score(int lost, double loss) implements Comparable<Score> {
  @Override
  public int compareTo(Score other) {
    int byLost = Integer.compare(lost, other.lost);
    return byLost != 0 ? byLost : Double.compare(loss, other.loss);
  }
}
