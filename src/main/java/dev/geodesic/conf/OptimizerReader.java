package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Axes;
import dev.geodesic.space.Candidate;
import dev.geodesic.space.OptimizerAxes;
import dev.geodesic.space.Sampling;
import dev.geodesic.space.SweepAxes;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the list {@code optimizers} of a conf into optimizers that can train every model of the
 * sweep.
 *
 * @param models of the sweep
 * @param schedule of the sweep
 * @param samplings reads how their configurations are chosen
 */
record OptimizerReader(List<ModelSpec> models, Schedule schedule, SamplingReader samplings) {
  private static final Parameter<Family<?>> NAME =
      Parameter.of(
          "name",
          TrialSpec.OPTIMIZER.domain(),
          "one of " + Families.ALL.stream().map(Family::name).collect(Collectors.joining(", ")));

  private static final String EXAMPLE = "[ { name = sgd, learning-rate = 0.1 } ]";

  List<OptimizerAxes> read(Section conf) {
    Value value =
        conf.find(Sections.OPTIMIZERS)
            .orElseThrow(
                () ->
                    conf.value().error("optimizers must be given, as in optimizers = " + EXAMPLE));
    if (!(value.raw() instanceof ConfigList)) {
      throw value.refuse("a list, as in " + EXAMPLE);
    }
    List<OptimizerAxes> entries = AxisReader.elements(value, this::entry);
    samplings.checkUse(entries.stream().map(OptimizerAxes::sampling).toList());
    return entries;
  }

  private OptimizerAxes entry(Value value) {
    Family<?> family =
        Section.unchecked(value)
            .maybe(NAME)
            .orElseGet(
                () -> Section.of(value, known(Families.PARAMETERS), Sections.homes()).one(NAME));
    Section section = Section.of(value, known(family.parameters()), Sections.homes());
    Axes axes = section.axes(family.parameters());
    OptimizerAxes optimizers = new OptimizerAxes(family, axes, samplings.of(section));
    if (optimizers.sampling().equals(Sampling.GRID)) {
      section.requirePoints(axes, value.path());
      value.checked(value.path() + ": ", () -> check(optimizers));
    }
    return optimizers;
  }

  private OptimizerAxes check(OptimizerAxes optimizers) {
    for (OptimizerSpec optimizer : optimizers.product()) {
      models.forEach(model -> optimizer.check(model, schedule));
    }
    return optimizers;
  }

  /** Draws the samples of every entry that has some, and checks each of them. */
  void checkSamples(Section conf, SweepAxes axes) {
    List<Value> entries = conf.find(Sections.OPTIMIZERS).orElseThrow().elements();
    for (int i = 0; i < entries.size(); i++) {
      int entry = i;
      if (!axes.optimizers().get(i).sampling().equals(Sampling.GRID)) {
        entries.get(i).checked(entries.get(i).path() + ": ", () -> checkSamples(axes, entry));
      }
    }
  }

  private List<Candidate> checkSamples(SweepAxes axes, int entry) {
    List<Candidate> samples = axes.samples(entry);
    samples.forEach(sample -> sample.optimizer().check(sample.model(), schedule));
    return samples;
  }

  private static List<String> known(List<Parameter<?>> hyperparameters) {
    return Section.keys(
        Stream.of(List.of(NAME), hyperparameters, SamplingReader.PARAMETERS)
            .flatMap(List::stream)
            .toList());
  }
}
