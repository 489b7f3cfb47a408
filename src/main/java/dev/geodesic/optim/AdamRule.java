package dev.geodesic.optim;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.device.VectorKernels.AdamMoments;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.trial.Adam;
import java.io.IOException;
import java.util.List;

/** The running mean of the gradient over the root of its running mean square; see {@link Adam}. */
final class AdamRule implements UpdateRule {
  private List<AdamMoments> moments;
  private Parameters mean;
  private Parameters square;

  /** Creates the rule; of {@code weights} only the shape is used. */
  AdamRule(List<Adam> trials, Parameters weights) {
    this.moments = trials.stream().map(trial -> moments(trial.values())).toList();
    this.mean = weights.zeros();
    this.square = weights.zeros();
  }

  private static AdamMoments moments(Assignment values) {
    return new AdamMoments(
        values.get(Adam.BETA1), values.get(Adam.BETA2), values.get(Adam.EPSILON));
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    Parameters direction = pass.pullback(pass.lossCotangent());
    direction.adam(mean, square, moments.toArray(AdamMoments[]::new), step);
    return new Proposal(new Direction.ParameterSpace(direction), null);
  }

  @Override
  public void retain(int[] kept) {
    moments = Trials.select(moments, kept);
    mean = mean.retain(kept);
    square = square.retain(kept);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    mean.save(out);
    square.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    mean.restore(in);
    square.restore(in);
  }

  @Override
  public void close() {
    mean.close();
    square.close();
  }
}
