package dev.geodesic.train;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.SolverPath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes and reads a point of a curve in a checkpoint. */
final class SavedPoint {
  private SavedPoint() {}

  static void write(CurvePoint point, StateWriter out) throws IOException {
    out.write(point.step());
    out.write(point.trainLoss());
    write(point.change(), out);
    write(point.curvature(), out);
    out.writeNullable(point.crossCheck());
    write(point.holdout(), out);
    write(point.validation(), out);
    out.write(point.seconds());
  }

  static CurvePoint read(StateReader in) throws IOException {
    return new CurvePoint(
        in.readInt(),
        in.readDouble(),
        readChange(in),
        readCurvature(in),
        in.readNullableDouble(),
        readMeasurement(in),
        readMeasurement(in),
        in.readDouble());
  }

  private static void write(@Nullable Change change, StateWriter out) throws IOException {
    out.writePresence(change);
    if (change != null) {
      out.write(change.norm());
      out.write(change.kl());
      out.write(change.scale());
    }
  }

  private static @Nullable Change readChange(StateReader in) throws IOException {
    return in.readPresence() ? new Change(in.readDouble(), in.readDouble(), in.readDouble()) : null;
  }

  private static void write(@Nullable Curvature curvature, StateWriter out) throws IOException {
    out.writePresence(curvature);
    if (curvature != null) {
      out.write(curvature.path().name());
      out.writeNullable(curvature.rank());
      out.writeNullable(curvature.lambdaMax());
      out.write(curvature.damping());
      out.writeNullable(curvature.iterations());
      out.writeNullable(curvature.rounding());
    }
  }

  private static @Nullable Curvature readCurvature(StateReader in) throws IOException {
    return in.readPresence()
        ? new Curvature(
            SolverPath.valueOf(in.readText()),
            in.readNullableInt(),
            in.readNullableDouble(),
            in.readDouble(),
            in.readNullableInt(),
            in.readNullableDouble())
        : null;
  }

  private static void write(@Nullable Measurement measured, StateWriter out) throws IOException {
    out.writePresence(measured);
    if (measured != null) {
      out.write(measured.loss());
      out.write(measured.accuracy());
    }
  }

  private static @Nullable Measurement readMeasurement(StateReader in) throws IOException {
    return in.readPresence() ? new Measurement(in.readDouble(), in.readDouble()) : null;
  }
}
