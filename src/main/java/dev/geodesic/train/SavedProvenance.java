package dev.geodesic.train;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes and reads in a checkpoint what has trained the trials of a leg. */
final class SavedProvenance {
  private SavedProvenance() {}

  static void write(@Nullable Provenance provenance, StateWriter out) throws IOException {
    out.writePresence(provenance);
    if (provenance == null) {
      return;
    }
    out.write(provenance.packId());
    out.write(provenance.packTrials());
    out.write(provenance.halvings());
    out.write(provenance.attempt());
    out.write(provenance.slotSeconds());
    Place place = provenance.place();
    out.writePresence(place);
    if (place != null) {
      out.write(place.host());
      writeNullable(place.gpu(), out);
      writeNullable(place.device(), out);
      out.write((double) place.memoryBytes());
    }
  }

  static @Nullable Provenance read(StateReader in) throws IOException {
    return in.readPresence()
        ? new Provenance(
            in.readText(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readDouble(),
            in.readPresence() ? readPlace(in) : null)
        : null;
  }

  private static Place readPlace(StateReader in) throws IOException {
    return new Place(in.readText(), readNullable(in), readNullable(in), (long) in.readDouble());
  }

  private static void writeNullable(@Nullable String text, StateWriter out) throws IOException {
    out.writePresence(text);
    if (text != null) {
      out.write(text);
    }
  }

  private static @Nullable String readNullable(StateReader in) throws IOException {
    return in.readPresence() ? in.readText() : null;
  }
}
