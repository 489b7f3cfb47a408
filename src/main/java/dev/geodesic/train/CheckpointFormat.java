package dev.geodesic.train;

import dev.geodesic.device.Device;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
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
  private static final int VERSION = 5;

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
    BlockInputStream blocks = blocks(in);
    expect("owner", owner, new StateReader(blocks).readText());
    return blocks;
  }

  /**
   * Opens a checkpoint of any owner. The caller reads the state from the blocks.
   *
   * @throws IOException if the start is damaged, or the version is another
   */
  static BlockInputStream open(InputStream in) throws IOException {
    BlockInputStream blocks = blocks(in);
    new StateReader(blocks).readText();
    return blocks;
  }

  private static BlockInputStream blocks(InputStream in) throws IOException {
    DataInputStream header = new DataInputStream(in);
    expect("mark", MARK, header.readInt());
    int version = header.readInt();
    if (version != VERSION) {
      throw new OtherFormatException("its format must be %d, got: %d".formatted(VERSION, version));
    }
    return new BlockInputStream(in);
  }

  private static void expect(String what, Object wanted, Object got) throws IOException {
    if (!got.equals(wanted)) {
      throw new IOException("its %s must be %s, got: %s".formatted(what, wanted, got));
    }
  }

  /**
   * Describes whose state a checkpoint holds, by the id of a leg. The intervals of recording and
   * checking and the kind of device are not part of a pack's id, but are part of this: a curve must
   * not change them midway.
   */
  static String owner(String leg, Schedule schedule, Device device) {
    return "pack %s, trainer %d, device %s, record-every %d, cross-check %d"
        .formatted(
            leg,
            TrialSpec.TRAINER_VERSION,
            device.kind().confName(),
            schedule.recordEvery(),
            schedule.crossCheckEvery());
  }
}
