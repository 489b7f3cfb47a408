package dev.geodesic.train;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Cuts what is written into blocks, each with its length before it and the checksum of everything
 * so far behind it. An empty block is the end, so that a file cut short is known as such.
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

  /** Writes what is left and the end; nothing may follow. */
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
