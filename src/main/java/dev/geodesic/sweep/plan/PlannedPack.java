package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DataSpec;
import java.util.Map;
import java.util.Objects;

/**
 * A pack that waits to train, and its predicted cost, in floating-point operations: good for
 * comparing packs.
 *
 * @param leg of its training
 * @param cost of the leg
 * @param costToEnd the same if all its trials go on to their last step
 */
public record PlannedPack(Leg leg, double cost, double costToEnd) {
  /** Plans a leg. */
  public static PlannedPack of(Leg leg, Map<String, DataSet> data) {
    DataSet set = dataOf(leg.pack().structure().data(), data);
    int steps = leg.pack().structure().schedule().steps();
    return new PlannedPack(
        leg,
        CostModel.flops(leg.pack(), leg.from(), leg.to(), set),
        CostModel.flops(leg.pack(), leg.from(), steps, set));
  }

  /** Plans the whole training of a pack of known cost. */
  public static PlannedPack whole(Pack pack, double cost) {
    return new PlannedPack(Leg.whole(pack), cost, cost);
  }

  static DataSet dataOf(DataSpec spec, Map<String, DataSet> data) {
    return Objects.requireNonNull(data.get(spec.dataset()), spec.dataset());
  }

  /** The trials that train together. */
  public Pack pack() {
    return leg.pack();
  }

  /** The seconds that the leg takes on a core of nominal speed. */
  public double nominalSeconds() {
    return cost / CostModel.NOMINAL_SPEED;
  }
}
