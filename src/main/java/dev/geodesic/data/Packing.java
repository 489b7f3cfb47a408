package dev.geodesic.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/** The formats of compressed files, recognised by the first bytes and not by names. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions hold nothing.
enum Packing {
  GZIP(
      "gzip",
      new int[] {0x1f, 0x8b},
      in ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get()),
  BZIP2("bzip2", new int[] {'B', 'Z', 'h'}, in -> new BZip2CompressorInputStream(in, true)),
  XZ(
      "xz",
      new int[] {0xfd, '7', 'z', 'X', 'Z', 0},
      in ->
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get()),
  ZSTD("zstd", new int[] {0x28, 0xb5, 0x2f, 0xfd}, ZstdCompressorInputStream::new),
  LZ4(
      "lz4",
      new int[] {0x04, 0x22, 0x4d, 0x18},
      in -> new FramedLZ4CompressorInputStream(in, true)),
  LZW("compress", new int[] {0x1f, 0x9d}, ZCompressorInputStream::new),
  ZIP("zip", new int[] {'P', 'K', 3, 4}, ZippedFile::open);

  private static final int MAGIC_BYTES = 6;

  private final String words;
  private final int[] magic;
  private final Expansion expansion;

  Packing(String words, int[] magic, Expansion expansion) {
    this.words = words;
    this.magic = magic;
    this.expansion = expansion;
  }

  private interface Expansion {
    InputStream of(InputStream in) throws IOException;
  }

  /** Returns the format's name, for messages. */
  String words() {
    return words;
  }

  /** Returns the format of a file with this start, if it is compressed. */
  static Optional<Packing> of(byte[] start) {
    return Arrays.stream(values()).filter(packing -> packing.isAt(start)).findFirst();
  }

  private boolean isAt(byte[] start) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= start.length || Byte.toUnsignedInt(start[i]) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the contents of {@code in}, expanded once if it is compressed. */
  static InputStream expandOnce(InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(in);
    buffered.mark(MAGIC_BYTES);
    Optional<Packing> packing = of(buffered.readNBytes(MAGIC_BYTES));
    buffered.reset();
    return packing.isPresent() ? packing.get().expand(buffered) : buffered;
  }

  /**
   * Returns the expanded contents of {@code in}.
   *
   * @throws IOException if it is damaged, or the library for this format is missing
   */
  InputStream expand(InputStream in) throws IOException {
    try {
      return expansion.of(in);
    } catch (LinkageError e) {
      throw new IOException("the library that expands it cannot be loaded: expand it first", e);
    }
  }
}
