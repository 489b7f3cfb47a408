package dev.geodesic.train;

import dev.geodesic.device.Device;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves and resumes packs. A pack that was resumed reaches the same bits as one that never stopped.
 */
final class Resumption {
  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  private Resumption() {}

  /** Returns a trainer of the pack at its newest checkpoint; at the beginning if none is usable. */
  static PackTrainer start(Pack pack, ResidentData data, Device device, Checkpoints checkpoints) {
    try {
      Optional<InputStream> newest = checkpoints.newest();
      if (newest.isPresent()) {
        try (InputStream in = newest.get()) {
          return read(pack, data, device, in);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("A checkpoint is ignored and pack {} starts anew: {}", pack.id(), e.toString());
    }
    return new PackTrainer(
        pack, data, device, 0, pack.trials().stream().map(TrialRecord::new).toList());
  }

  /** Writes the state of a trainer between two steps. */
  static void write(PackTrainer trainer, String owner, OutputStream out) throws IOException {
    BlockOutputStream blocks = CheckpointFormat.begin(out, owner);
    StateWriter state = new StateWriter(blocks);
    state.write(trainer.taken());
    for (TrialRecord record : trainer.records()) {
      record.save(state);
    }
    trainer.save(state);
    blocks.end();
  }

  /**
   * Reads a trainer's state. Batches are not stored, but drawn again from the seed, which takes far
   * less time than training on them.
   */
  private static PackTrainer read(Pack pack, ResidentData data, Device device, InputStream in)
      throws IOException {
    BlockInputStream blocks = CheckpointFormat.open(in, CheckpointFormat.owner(pack, device));
    StateReader state = new StateReader(blocks);
    int taken = state.readInt();
    List<TrialRecord> records = new ArrayList<>();
    for (Trial trial : pack.trials()) {
      records.add(TrialRecord.restore(trial, state));
    }
    PackTrainer trainer = new PackTrainer(pack, data, device, taken, records);
    try {
      trainer.restore(state);
      blocks.expectEnd();
      return trainer;
    } catch (IOException | RuntimeException e) {
      trainer.close();
      throw e;
    }
  }
}
