package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueFactory;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Schedule;
import java.util.List;

/** From the tree of a conf to the sweep that it asks for, section by section. */
final class SweepReader {
  private SweepReader() {}

  static SweepSpec sweep(Value root) {
    Section conf = Section.of(root, KnownKeys.SECTIONS, KnownKeys.homes());
    Section sweep = section(conf, KnownKeys.SWEEP, KnownKeys.SWEEP_KEYS);
    SweepSpec spec =
        new SweepSpec(
            name(sweep),
            data(section(conf, KnownKeys.DATA, KnownKeys.DATA_KEYS)),
            model(section(conf, KnownKeys.MODEL, KnownKeys.MODEL_KEYS)),
            optimizers(conf),
            schedule(sweep),
            sweep.one(KnownKeys.SEEDS),
            sweep.one(KnownKeys.PACK_SIZE),
            sweep.one(KnownKeys.MLLIB_BASELINE));
    Settings.requireFew(root, combinations(spec));
    return spec;
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
        sweep.one(KnownKeys.DIVERGENCE_BOUND));
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

  private static List<ModelSpec> model(Section model) {
    List<Integer> hidden = model.one(KnownKeys.HIDDEN);
    Value place = model.find(KnownKeys.HIDDEN.name()).orElse(model.value());
    return Settings.product(model, List.of(KnownKeys.BIAS, KnownKeys.INIT)).stream()
        .map(
            settings ->
                place.checked(
                    model.value().path() + ".",
                    () ->
                        new ModelSpec(
                            hidden, settings.of(KnownKeys.BIAS), settings.of(KnownKeys.INIT))))
        .toList();
  }

  private static List<OptimizerSpec> optimizers(Section conf) {
    Value value =
        conf.find(KnownKeys.OPTIMIZERS)
            .orElseThrow(
                () ->
                    conf.value()
                        .error(
                            "optimizers must be given, as in"
                                + " optimizers = [ { name = sgd, learning-rate = 0.1 } ]"));
    if (!(value.raw() instanceof ConfigList list)) {
      throw value.refuse("a list, as in [ { name = sgd, learning-rate = 0.1 } ]");
    }
    return Axis.elements(value, list, OptimizerCatalog::read).stream()
        .flatMap(List::stream)
        .toList();
  }
}
