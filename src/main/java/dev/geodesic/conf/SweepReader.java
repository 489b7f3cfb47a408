package dev.geodesic.conf;

import com.typesafe.config.ConfigValueFactory;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Axes;
import dev.geodesic.space.Halving;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.Sampling;
import dev.geodesic.space.SweepAxes;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Schedule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tree of a conf, section by section, into the sweep that it asks for. */
final class SweepReader {
  private SweepReader() {}

  static SweepSpec sweep(Value root) {
    Section conf = Section.of(root, Sections.NAMES, Sections.homes());
    Section sweep = section(conf, Sections.SWEEP);
    Optional<Value> halved = sweep.find(Sections.HALVING.key());
    @Nullable Halving halving = halved.map(HalvingReader::read).orElse(null);
    Schedule schedule = schedule(sweep, halving);
    halved.ifPresent(
        value ->
            value.checked(
                value.path() + ": ", () -> Objects.requireNonNull(halving).brackets(schedule)));
    Section data = section(conf, Sections.DATA);
    Section model = section(conf, Sections.MODEL);
    Axes dataAxes = data(data);
    Axes modelAxes = model.axes(ModelSpec.PARAMETERS);
    OptimizerReader optimizers =
        new OptimizerReader(models(model, modelAxes), schedule, new SamplingReader(sweep));
    SweepAxes axes = new SweepAxes(dataAxes, modelAxes, optimizers.read(conf));
    requirePoints(data, axes, dataAxes);
    requirePoints(model, axes, modelAxes);
    Section.requireFew(root, axes.combinations());
    optimizers.checkSamples(conf, axes);
    List<Integer> seeds = sweep.find(Sections.SEEDS.key()).map(Seeds::read).orElse(List.of(0));
    Optional<Value> confirmed = sweep.find(Sections.CONFIRM.key());
    SweepSpec spec =
        new SweepSpec(
            name(sweep),
            axes,
            halving,
            confirmed.map(value -> ConfirmationReader.read(value, seeds)).orElse(null),
            schedule,
            seeds,
            sweep
                .maybe(Sections.PACK_SIZE)
                .<PackSize>map(PackSize.Fixed::new)
                .orElseGet(PackSize.ByMethod::new),
            sweep.one(Sections.MLLIB_BASELINE),
            sweep.one(Sections.DEVICE));
    Section.requireFew(root, spec.combinations());
    requireChance(sweep, spec);
    return spec;
  }

  /** Refuses several seeds where they would all give the same trial. */
  private static void requireChance(Section sweep, SweepSpec spec) {
    String nothing = "as order = sequential and init = zeros leave nothing to chance";
    String same = "; every seed would give the same trial";
    if (spec.data().stream().allMatch(data -> data.order() == BatchOrder.SEQUENTIAL)
        && spec.models().stream()
            .allMatch(model -> model.initialization() == Initialization.ZEROS)) {
      if (spec.seeds().size() > 1) {
        throw sweep
            .find(Sections.SEEDS.key())
            .orElse(sweep.value())
            .refuse("one, " + nothing, same);
      }
      sweep
          .find(Sections.CONFIRM.key())
          .ifPresent(
              confirm -> {
                throw confirm.refuse("left out, " + nothing, same);
              });
    }
  }

  /** Refuses shared axes that are continuous where an optimizer is not sampled. */
  private static void requirePoints(Section section, SweepAxes all, Axes axes) {
    for (int i = 0; i < all.optimizers().size(); i++) {
      if (all.optimizers().get(i).sampling().equals(Sampling.GRID)) {
        section.requirePoints(axes, Sections.OPTIMIZERS + "." + i);
      }
    }
  }

  private static Section section(Section conf, String name) {
    return Section.of(
        conf.part(name),
        Section.keys(Sections.PARAMETERS.getOrDefault(name, List.of())),
        Sections.homes());
  }

  private static String name(Section sweep) {
    return sweep.maybe(Sections.NAME).orElseGet(() -> fileName(sweep.value()));
  }

  /** Returns the conf's file name without its extension. */
  private static String fileName(Value sweep) {
    String file = sweep.conf().substring(sweep.conf().lastIndexOf('/') + 1);
    String base = file.replaceFirst("\\.[^.]*$", "");
    try {
      return Sections.NAME.domain().read(sweep.child("name", ConfigValueFactory.fromAnyRef(base)));
    } catch (RequestException e) {
      throw new RequestException(e.getMessage() + " (the file's name); set sweep.name", e);
    }
  }

  private static Schedule schedule(Section sweep, @Nullable Halving halving) {
    Assignment values = Assignment.of(Schedule.STEPS, sweep.one(Schedule.STEPS));
    for (Parameter<?> parameter : Schedule.PARAMETERS) {
      values = sweep.add(parameter, values);
    }
    if (halving != null && values.find(Schedule.EVAL_EVERY).isEmpty()) {
      values = values.with(Schedule.EVAL_EVERY, halving.evalEvery(values.get(Schedule.STEPS)));
    }
    return new Schedule(values);
  }

  private static Axes data(Section data) {
    // A sweep has one data set: a list of them is refused here.
    DataSpec.SOURCE.forEach(data::one);
    return data.axes(DataSpec.PARAMETERS);
  }

  private static List<ModelSpec> models(Section model, Axes axes) {
    if (Double.isInfinite(axes.combinations())) {
      return List.of();
    }
    Value place = model.find(ModelSpec.HIDDEN.key()).orElse(model.value());
    List<ModelSpec> models =
        place.checked(
            model.value().path() + ".", () -> axes.product().stream().map(ModelSpec::new).toList());
    if (models.stream().allMatch(spec -> spec.hidden().isEmpty())) {
      model.find(ModelSpec.ACTIVATION.key()).ifPresent(SweepReader::refuseIdleActivation);
    }
    return models;
  }

  private static void refuseIdleActivation(Value activation) {
    throw activation.error(
        "%s is of hidden units, and hidden is []; leave it out, or set hidden, as in [64]"
            .formatted(activation.path()));
  }
}
