package dev.geodesic.conf;

import com.typesafe.config.ConfigValueFactory;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Schedule;
import java.util.List;

/** From the tree of a conf to the sweep that it asks for, section by section. */
final class SweepReader {
  private SweepReader() {}

  static SweepSpec sweep(Value root) {
    Section conf = Section.of(root, KnownKeys.SECTIONS, KnownKeys.homes());
    Section sweep = section(conf, KnownKeys.SWEEP, KnownKeys.SWEEP_KEYS);
    Schedule schedule = schedule(sweep);
    List<ModelSpec> models = models(section(conf, KnownKeys.MODEL, KnownKeys.MODEL_KEYS));
    SweepSpec spec =
        new SweepSpec(
            name(sweep),
            data(section(conf, KnownKeys.DATA, KnownKeys.DATA_KEYS)),
            models,
            new OptimizerReader(models, schedule).read(conf),
            schedule,
            sweep.one(KnownKeys.SEEDS),
            sweep
                .maybe(KnownKeys.PACK_SIZE)
                .<PackSize>map(PackSize.Fixed::new)
                .orElseGet(PackSize.ByMethod::new),
            sweep.one(KnownKeys.MLLIB_BASELINE),
            sweep.one(KnownKeys.DEVICE));
    Settings.requireFew(root, combinations(spec));
    if (spec.seeds().size() > 1 && isWithoutChance(spec)) {
      throw sweep
          .find(KnownKeys.SEEDS.name())
          .orElse(sweep.value())
          .refuse(
              "one, as order = sequential and init = zeros leave nothing to chance",
              "; every seed would give the same trial");
    }
    return spec;
  }

  private static boolean isWithoutChance(SweepSpec spec) {
    return spec.data().stream().allMatch(data -> data.order() == BatchOrder.SEQUENTIAL)
        && spec.model().stream().allMatch(model -> model.initialization() == Initialization.ZEROS);
  }

  private static Section section(Section conf, String name, List<Key<?>> keys) {
    return Section.of(conf.part(name), Section.names(keys), KnownKeys.homes());
  }

  private static double combinations(SweepSpec spec) {
    return (double) spec.data().size()
        * spec.model().size()
        * spec.optimizers().size()
        * spec.seeds().size();
  }

  private static String name(Section sweep) {
    return sweep.maybe(KnownKeys.NAME).orElseGet(() -> fileName(sweep.value()));
  }

  /** The conf's last name, without what follows its last dot. */
  private static String fileName(Value sweep) {
    String file = sweep.conf().substring(sweep.conf().lastIndexOf('/') + 1);
    String base = file.replaceFirst("\\.[^.]*$", "");
    try {
      return KnownKeys.NAME.kind().read(sweep.child("name", ConfigValueFactory.fromAnyRef(base)));
    } catch (RequestException e) {
      throw new RequestException(e.getMessage() + " (the file's name); set sweep.name", e);
    }
  }

  private static Schedule schedule(Section sweep) {
    int steps = sweep.one(KnownKeys.STEPS);
    return new Schedule(
        steps,
        sweep.maybe(KnownKeys.EVAL_EVERY).orElse(Math.max(1, steps / 10)),
        sweep.one(KnownKeys.DIVERGENCE_BOUND),
        sweep.one(KnownKeys.CROSS_CHECK),
        sweep.one(KnownKeys.RECORD_EVERY));
  }

  private static List<DataSpec> data(Section data) {
    String dataset = data.one(KnownKeys.DATASET);
    List<Key<?>> axes =
        List.of(KnownKeys.HOLDOUT, KnownKeys.DOWNSAMPLE, KnownKeys.BATCH_SIZE, KnownKeys.ORDER);
    return Settings.product(data, axes).stream()
        .map(
            settings ->
                new DataSpec(
                    dataset,
                    settings.of(KnownKeys.HOLDOUT),
                    settings.of(KnownKeys.DOWNSAMPLE),
                    settings.of(KnownKeys.BATCH_SIZE),
                    settings.of(KnownKeys.ORDER)))
        .toList();
  }

  private static List<ModelSpec> models(Section model) {
    Value place = model.find(KnownKeys.HIDDEN.name()).orElse(model.value());
    List<ModelSpec> models =
        Settings.product(model, KnownKeys.MODEL_KEYS).stream()
            .map(settings -> place.checked(model.value().path() + ".", () -> modelSpec(settings)))
            .toList();
    if (models.stream().allMatch(spec -> spec.hidden().isEmpty())) {
      model.find(KnownKeys.ACTIVATION.name()).ifPresent(SweepReader::refuseIdleActivation);
    }
    return models;
  }

  private static ModelSpec modelSpec(Settings settings) {
    return new ModelSpec(
        settings.of(KnownKeys.HIDDEN),
        settings.of(KnownKeys.ACTIVATION),
        settings.of(KnownKeys.BIAS),
        settings.of(KnownKeys.INIT));
  }

  private static void refuseIdleActivation(Value activation) {
    throw activation.error(
        "%s is of hidden units, and hidden is []; leave it out, or set hidden, as in [64]"
            .formatted(activation.path()));
  }
}
