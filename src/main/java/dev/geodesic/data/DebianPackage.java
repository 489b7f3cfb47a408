package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A package of Debian that holds the files, gzipped. Mirrors of Debian are within reach of many
 * machines that cannot reach anything else.
 *
 * @param address of the package
 * @param folder of the files in it, with a slash at the end
 * @param download how it is fetched
 */
public record DebianPackage(URI address, String folder, HttpDownload download)
    implements DataSource {
  private static final String DATA = "data.tar";

  /** Returns a package of Debian's archive; the address is below its {@code pool/main}. */
  static DebianPackage of(String address, String folder) {
    return new DebianPackage(
        URI.create("http://deb.debian.org/debian/pool/main/" + address),
        folder,
        HttpDownload.OF_A_FILE);
  }

  @Override
  public String location() {
    return address.toString();
  }

  @Override
  public void fetch(Collection<PublishedFile> wanted, Path directory) throws IOException {
    download.read(address, body -> extract(body, wanted, directory));
  }

  /** A package is an ar archive; one of its entries is a compressed tar archive of all files. */
  private void extract(InputStream body, Collection<PublishedFile> wanted, Path directory)
      throws IOException {
    try (var entries = new ArArchiveInputStream(body)) {
      for (ArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        if (entry.getName().startsWith(DATA)) {
          copy(new TarArchiveInputStream(Packing.expandOnce(entries)), wanted, directory);
          return;
        }
      }
    }
    throw new IOException("the package holds no " + DATA);
  }

  private void copy(TarArchiveInputStream files, Collection<PublishedFile> wanted, Path directory)
      throws IOException {
    for (ArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
      Optional<PublishedFile> match = match(entry.getName(), wanted);
      if (match.isPresent()) {
        match.get().copy(Packing.expandOnce(files), directory.resolve(match.get().fileName()));
      }
    }
  }

  private Optional<PublishedFile> match(String entry, Collection<PublishedFile> wanted) {
    return wanted.stream()
        .filter(file -> entry.equals("./" + folder + file.fileName() + ".gz"))
        .findFirst();
  }
}
