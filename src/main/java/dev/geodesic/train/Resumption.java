package dev.geodesic.train;

import dev.geodesic.device.Device;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a pack that was stopped goes on, to the same bits as if it had not been. */
final class Resumption {
  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  private Resumption() {}

  /** A trainer of the pack where its newest checkpoint left it; a new one if that is of no use. */
  static PackTrainer start(Pack pack, ResidentData data, Device device, Checkpoints checkpoints) {
    try {
      Optional<InputStream> newest = checkpoints.newest();
      if (newest.isPresent()) {
        try (InputStream in = newest.get()) {
          return read(pack, data, device, in);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "A checkpoint is ignored and pack {} starts anew: {}",
          pack.id(data.fingerprint()),
          e.toString());
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

  /** The batches come from the seed: drawing them again costs far less than a step on them. */
  private static PackTrainer read(Pack pack, ResidentData data, Device device, InputStream in)
      throws IOException {
    BlockInputStream blocks =
        CheckpointFormat.open(in, CheckpointFormat.owner(pack, data.fingerprint(), device));
    StateReader state = new StateReader(blocks);
    int taken = state.readInt();
    List<TrialRecord> records = new ArrayList<>();
    for (TrialSpec trial : pack.trials()) {
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
