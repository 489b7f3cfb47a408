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
 * A checkpoint as bytes: a mark, the version of the format, and in checked blocks whose state it is
 * and the state.
 */
final class CheckpointFormat {
  private static final int MARK = 0x47454f43;

  /** Raised whenever a class saves other things, or in another order. */
  private static final int VERSION = 2;

  private CheckpointFormat() {}

  /** Begins a checkpoint; what is written to the blocks is the state, and they are to be ended. */
  static BlockOutputStream begin(OutputStream out, String owner) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
    header.writeInt(MARK);
    header.writeInt(VERSION);
    BlockOutputStream blocks = new BlockOutputStream(out);
    new StateWriter(blocks).write(owner);
    return blocks;
  }

  /**
   * Opens a checkpoint; what is read from the blocks is the state.
   *
   * @throws IOException if it is damaged here, of another version or somebody else's
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
   * Whose state it is. How often a trial leaves a point, and on what kind of device it trains, are
   * no part of a pack's id, but a curve that is half of the one and half of the other would be
   * neither.
   */
  static String owner(Pack pack, String dataFingerprint, Device device) {
    Schedule schedule = pack.structure().schedule();
    return "pack %s, trainer %d, device %s, record-every %d, cross-check %d"
        .formatted(
            pack.id(dataFingerprint),
            TrialSpec.TRAINER_VERSION,
            device.kind().confName(),
            schedule.recordEvery(),
            schedule.crossCheckEvery());
  }
}
