package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.io.input.ProxyInputStream;
import org.jspecify.annotations.Nullable;

/** The one file that a zip archive holds. */
final class ZippedFile extends ProxyInputStream {
  private final ZipInputStream zip;
  private final String name;

  private ZippedFile(ZipInputStream zip, String name) {
    super(zip);
    this.zip = zip;
    this.name = name;
  }

  static InputStream open(InputStream in) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    ZipEntry first = nextFile(zip);
    if (first == null) {
      throw new IOException("it holds no file");
    }
    return new ZippedFile(zip, first.getName());
  }

  private static @Nullable ZipEntry nextFile(ZipInputStream zip) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
      entry = zip.getNextEntry();
    }
    return entry;
  }

  @Override
  protected void afterRead(int count) throws IOException {
    if (count >= 0) {
      return;
    }
    ZipEntry second = nextFile(zip);
    if (second != null) {
      throw new IOException(
          "it holds several files (%s, %s ...): expand it first"
              .formatted(Excerpt.oneLine(name), Excerpt.oneLine(second.getName())));
    }
  }
}
