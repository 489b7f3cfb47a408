package dev.geodesic.space;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All axes of a sweep. A grid has every combination of its optimizer's axes and the shared ones; a
 * sample has one value of each of them.
 *
 * @param data axes of {@link DataSpec#PARAMETERS}
 * @param model axes of {@link ModelSpec#PARAMETERS}
 * @param optimizers one entry for each optimizer, with axes of its own
 */
public record SweepAxes(Axes data, Axes model, List<OptimizerAxes> optimizers) {
  public SweepAxes {
    optimizers = List.copyOf(optimizers);
  }

  /** The number of configurations, repeated ones included; infinity where a grid is continuous. */
  public double combinations() {
    return optimizers.stream().mapToDouble(this::combinations).sum();
  }

  private double combinations(OptimizerAxes entry) {
    return entry.sampling().isGrid()
        ? data.combinations() * model.combinations() * entry.axes().combinations()
        : entry.sampling().samples();
  }

  /**
   * Every configuration, repeated ones included: those of all grids, the data varying slowest, then
   * the samples, entry by entry.
   *
   * @throws IllegalArgumentException if a configuration is not allowed
   */
  public List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>(grid());
    for (int entry = 0; entry < optimizers.size(); entry++) {
      if (!optimizers.get(entry).sampling().isGrid()) {
        candidates.addAll(samples(entry));
      }
    }
    return candidates;
  }

  private List<Candidate> grid() {
    if (optimizers.stream().noneMatch(entry -> entry.sampling().isGrid())) {
      return List.of();
    }
    List<ModelSpec> models = model.product().stream().map(ModelSpec::new).toList();
    List<List<OptimizerSpec>> products =
        optimizers.stream()
            .map(entry -> entry.sampling().isGrid() ? entry.product() : List.<OptimizerSpec>of())
            .toList();
    List<Candidate> grid = new ArrayList<>();
    for (DataSpec one : data.product().stream().map(DataSpec::new).toList()) {
      for (ModelSpec ofModels : models) {
        for (int entry = 0; entry < products.size(); entry++) {
          for (OptimizerSpec optimizer : products.get(entry)) {
            grid.add(new Candidate(entry, one, ofModels, optimizer));
          }
        }
      }
    }
    return grid;
  }

  /**
   * Returns the samples of one entry.
   *
   * @param entry its number, from 0
   * @throws IllegalArgumentException if a sample is not allowed
   */
  public List<Candidate> samples(int entry) {
    OptimizerAxes axes = optimizers.get(entry);
    List<String> keys =
        Stream.of(data, model, axes.axes())
            .flatMap(Axes::varying)
            .map(axis -> axis.parameter().key())
            .toList();
    Map<String, double[]> coordinates = axes.sampling().coordinates(nameOf(entry), keys);
    List<Candidate> samples = new ArrayList<>();
    for (int sample = 0; sample < axes.sampling().samples(); sample++) {
      samples.add(
          new Candidate(
              entry,
              new DataSpec(sample(data, coordinates, sample)),
              new ModelSpec(sample(model, coordinates, sample)),
              axes.family().of(sample(axes.axes(), coordinates, sample))));
    }
    return samples;
  }

  /**
   * Names an entry by its optimizer and a number that counts the sampled entries of this optimizer:
   * other entries may come and go without changing its samples.
   */
  private String nameOf(int entry) {
    String family = optimizers.get(entry).family().name();
    long before =
        optimizers.subList(0, entry).stream()
            .filter(other -> !other.sampling().isGrid() && other.family().name().equals(family))
            .count();
    return family + " " + before;
  }

  private static Assignment sample(Axes axes, Map<String, double[]> coordinates, int sample) {
    Assignment values = Assignment.NONE;
    for (Axis<?> axis : axes.all()) {
      values = with(axis, values, coordinates, sample);
    }
    return values;
  }

  private static <T> Assignment with(
      Axis<T> axis, Assignment values, Map<String, double[]> coordinates, int sample) {
    Parameter<T> parameter = axis.parameter();
    double share =
        axis.varies() ? Objects.requireNonNull(coordinates.get(parameter.key()))[sample] : 0;
    return values.with(parameter, axis.at(share));
  }
}
