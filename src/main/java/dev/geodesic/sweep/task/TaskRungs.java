package dev.geodesic.sweep.task;

import dev.geodesic.store.files.StoredRungs;
import dev.geodesic.train.RungStates;
import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * The states of a task's packs at the rungs of a halving, in the results directory.
 *
 * @param stored all states
 * @param place where the task runs
 * @param provenance of what the task trains, as it is now
 */
record TaskRungs(StoredRungs stored, Place place, Supplier<Provenance> provenance)
    implements RungStates {
  @Override
  public InputStream open(String leg) throws IOException {
    return stored.open(leg);
  }

  @Override
  public void keep(String leg, Content content) {
    try {
      Uninterrupted.run(() -> stored.keep(leg, out -> content.write(out, provenance.get())));
    } catch (IOException | RuntimeException e) {
      throw new PackFailure(FailureKind.STORAGE, place, e);
    }
  }
}
