package dev.geodesic.cli;

import dev.geodesic.data.DataSet;
import dev.geodesic.export.Destination;
import dev.geodesic.export.ExportFormat;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Problem;
import dev.geodesic.trial.RequestException;
import java.util.List;

/** What a trial must be to be exported; each rule is checked before anything is trained. */
final class ExportRules {
  private ExportRules() {}

  /**
   * Checks a trial and the formats.
   *
   * @throws RequestException if it has no weights worth writing, or a format cannot hold its model
   */
  static void check(StoredRequest request, List<Destination> destinations) {
    StoredTrial trial = request.trial();
    if (trial.status().equals("DIVERGED")) {
      throw new RequestException(
          "TRIAL must not have diverged, got: %s, which did at step %s; name another"
              .formatted(trial.id(), trial.row().<Object>getAs("diverged_step")));
    }
    ModelSpec model = request.spec().model();
    for (Destination destination : destinations) {
      if (destination.format() == ExportFormat.SPARK && !model.hidden().isEmpty()) {
        throw new RequestException(
            "A spark.ml LogisticRegressionModel must be softmax regression, got: hidden %s of trial %s for --to %s; write .npz or .onnx"
                .formatted(model.hidden(), trial.id(), destination.place()));
      }
    }
  }

  /**
   * Checks that data are those that the trial trained on.
   *
   * @throws RequestException if they are others
   */
  static void check(StoredRequest request, DataSet data) {
    String then = request.trial().dataFingerprint();
    if (!data.fingerprint().equals(then)) {
      throw new RequestException(
          "The data must be those that trial %s trained on, fingerprint %s, got: %s; name where those lie by --dataset, or run the sweep again"
              .formatted(request.trial().id(), digits(then), digits(data.fingerprint())));
    }
  }

  private static String digits(String fingerprint) {
    return fingerprint.substring(0, Math.min(Problem.FINGERPRINT_DIGITS, fingerprint.length()));
  }
}
