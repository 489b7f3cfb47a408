package dev.geodesic.train;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Writes blocks, each preceded by its length and followed by the checksum of everything so far. An
 * empty block marks the end, so that a truncated file is recognised.
 */
final class BlockOutputStream extends OutputStream {
  static final int BLOCK_LENGTH = 1 << 16;

  private final DataOutputStream out;
  private final byte[] block = new byte[BLOCK_LENGTH];
  private final CRC32C checksum = new CRC32C();
  private int filled;

  BlockOutputStream(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  @Override
  public void write(int value) throws IOException {
    if (filled == block.length) {
      writeBlock();
    }
    block[filled++] = (byte) value;
  }

  @Override
  public void write(byte[] values, int offset, int length) throws IOException {
    for (int written = 0; written < length; ) {
      if (filled == block.length) {
        writeBlock();
      }
      int count = Math.min(length - written, block.length - filled);
      System.arraycopy(values, offset + written, block, filled, count);
      filled += count;
      written += count;
    }
  }

  /** Writes the last bytes and the mark of the end; nothing may be written afterwards. */
  void end() throws IOException {
    if (filled > 0) {
      writeBlock();
    }
    writeBlock();
    out.flush();
  }

  private void writeBlock() throws IOException {
    checksum.update(block, 0, filled);
    out.writeInt(filled);
    out.write(block, 0, filled);
    out.writeInt((int) checksum.getValue());
    filled = 0;
  }
}
