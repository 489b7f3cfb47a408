package dev.geodesic.train;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * Reads the blocks of a {@link BlockOutputStream}; returns only bytes whose checksum is verified.
 */
final class BlockInputStream extends InputStream {
  private final DataInputStream in;
  private final byte[] block = new byte[BlockOutputStream.BLOCK_LENGTH];
  private final CRC32C checksum = new CRC32C();
  private int length;
  private int position;
  private boolean atEnd;

  BlockInputStream(InputStream in) {
    this.in = new DataInputStream(in);
  }

  @Override
  public int read() throws IOException {
    return hasNext() ? block[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] values, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    if (!hasNext()) {
      return -1;
    }
    int count = Math.min(wanted, length - position);
    System.arraycopy(block, position, values, offset, count);
    position += count;
    return count;
  }

  /**
   * Checks that everything was read, up to the empty block at the end.
   *
   * @throws IOException if bytes or the end are missing, or more bytes follow
   */
  void expectEnd() throws IOException {
    if (hasNext()) {
      throw new IOException("its content must end here, got: more");
    }
  }

  private boolean hasNext() throws IOException {
    if (position == length && !atEnd) {
      readBlock();
    }
    return !atEnd;
  }

  private void readBlock() throws IOException {
    length = in.readInt();
    if (length < 0 || length > block.length) {
      throw new IOException(
          "a block must have at most %d bytes, got: %d".formatted(block.length, length));
    }
    in.readFully(block, 0, length);
    checksum.update(block, 0, length);
    if (in.readInt() != (int) checksum.getValue()) {
      throw new IOException("the checksum of a block does not match its content");
    }
    position = 0;
    atEnd = length == 0;
  }
}
