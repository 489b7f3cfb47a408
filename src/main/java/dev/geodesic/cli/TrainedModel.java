package dev.geodesic.cli;

import dev.geodesic.data.DataSet;
import dev.geodesic.export.Destination;
import dev.geodesic.export.ExportedModel;
import dev.geodesic.export.ExportedModel.Origin;
import dev.geodesic.export.InputMap;
import dev.geodesic.report.Labels;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Puts together the model of a trial that was trained again. */
final class TrainedModel {
  private TrainedModel() {}

  /**
   * Returns the model.
   *
   * @param weights as the training left them; none where it diverged
   * @throws RequestException if it diverged this time
   */
  static ExportedModel of(
      StoredRequest request, DataSet data, TrialResult result, List<float[]> weights) {
    if (weights.isEmpty()) {
      throw new RequestException(
          "TRIAL must not diverge when it is trained again, got: %s, which did; name another"
              .formatted(request.trial().id()));
    }
    TrialSpec spec = request.spec();
    CurvePoint last = result.curve().get(result.curve().size() - 1);
    Measurement holdout = Objects.requireNonNull(last.holdout(), "measured after the last step");
    Origin origin =
        new Origin(
            request.trial().id(),
            "%s, seed %d".formatted(Labels.ofOptimizer(request.trial().row()), spec.seed()),
            last.step(),
            data.fingerprint(),
            holdout.loss(),
            holdout.accuracy());
    return ExportedModel.of(
        origin,
        InputMap.of(data, spec.data().prepared()),
        data.classNames(),
        spec.model(),
        weights);
  }

  /** Says what was written, and how good it is. */
  static String written(Destination destination, ExportedModel model) {
    return String.format(
        Locale.ROOT,
        "wrote %s: %s, accuracy %.4f and loss %.6g on the holdout",
        destination.place(),
        destination.format().words(),
        model.origin().accuracy(),
        model.origin().loss());
  }
}
