package dev.geodesic.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/** Compresses bytes in the ways that files are found in, beside gzip. */
final class Packed {
  private Packed() {}

  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  static byte[] bzip2(byte[] bytes) {
    return pack(bytes, BZip2CompressorOutputStream::new);
  }

  static byte[] xz(byte[] bytes) {
    return pack(bytes, XZCompressorOutputStream::new);
  }

  static byte[] zstd(byte[] bytes) {
    return pack(bytes, ZstdCompressorOutputStream::new);
  }

  /** An archive of this one file. */
  static byte[] zip(String name, byte[] bytes) {
    return pack(
        bytes,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.putNextEntry(new ZipEntry(name));
          return zip;
        });
  }

  /** An archive of two files. */
  static byte[] zipOfTwo(String one, String other, byte[] bytes) {
    return pack(
        bytes,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.putNextEntry(new ZipEntry(one));
          zip.write(bytes);
          zip.putNextEntry(new ZipEntry(other));
          return zip;
        });
  }

  /** Archives one after the other, as parallel compressors write them. */
  static byte[] members(byte[]... archives) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] archive : archives) {
      all.writeBytes(archive);
    }
    return all.toByteArray();
  }

  private static byte[] pack(byte[] bytes, Packer packer) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.over(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
