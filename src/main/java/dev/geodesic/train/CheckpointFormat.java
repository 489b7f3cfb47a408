package dev.geodesic.train;

import dev.geodesic.device.Device;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.TrialSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The binary format of checkpoints: a mark, the format's version, and in blocks with checksums the
 * owner and the state.
 */
final class CheckpointFormat {
  private static final int MARK = 0x47454f43;

  /** To be raised whenever a class saves other values, or in another order. */
  private static final int VERSION = 2;

  private CheckpointFormat() {}

  /** Begins a checkpoint. The caller writes the state to the blocks, and ends them. */
  static BlockOutputStream begin(OutputStream out, String owner) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
    header.writeInt(MARK);
    header.writeInt(VERSION);
    BlockOutputStream blocks = new BlockOutputStream(out);
    new StateWriter(blocks).write(owner);
    return blocks;
  }

  /**
   * Opens a checkpoint. The caller reads the state from the blocks.
   *
   * @throws IOException if the start is damaged, or the version or the owner is another
   */
  static BlockInputStream open(InputStream in, String owner) throws IOException {
    DataInputStream header = new DataInputStream(in);
    expect("mark", MARK, header.readInt());
    expect("format", VERSION, header.readInt());
    BlockInputStream blocks = new BlockInputStream(in);
    expect("owner", owner, new StateReader(blocks).readText());
    return blocks;
  }

  private static void expect(String what, Object wanted, Object got) throws IOException {
    if (!got.equals(wanted)) {
      throw new IOException("its %s must be %s, got: %s".formatted(what, wanted, got));
    }
  }

  /**
   * Describes whose state a checkpoint holds. The intervals of recording and checking and the kind
   * of device are not part of a pack's id, but are part of this: a curve must not change them
   * midway.
   */
  static String owner(Pack pack, Device device) {
    Schedule schedule = pack.structure().schedule();
    return "pack %s, trainer %d, device %s, record-every %d, cross-check %d"
        .formatted(
            pack.id(),
            TrialSpec.TRAINER_VERSION,
            device.kind().confName(),
            schedule.recordEvery(),
            schedule.crossCheckEvery());
  }
}
