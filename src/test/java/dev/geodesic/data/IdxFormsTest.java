package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Scale;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types, shapes and orders of bytes other than those of MNIST. */
class IdxFormsTest {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int BYTE = 0x09;
  private static final int SHORT = 0x0b;
  private static final int INT = 0x0c;
  private static final int FLOAT = 0x0d;
  private static final int DOUBLE = 0x0e;
  private static final int[] SAMPLES = {2, 1, 3};
  private static final double[] VALUES = {0, 3, 100, 7, 0, 1};

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("typesOfFeatures")
  void valuesOfOtherTypesAreFeaturesAsTheyAre(int type, double[] values) {
    images(idx(ByteOrder.BIG_ENDIAN, type, SAMPLES, values));
    labels(IdxFiles.labels(1, 0));

    DataSet data = read();

    assertThat(data.shape()).contains(new ImageShape(1, 3));
    float[] read = ((Features) data.train()).values();
    for (int i = 0; i < values.length; i++) {
      assertThat(read[i]).isEqualTo((float) values[i]);
    }
  }

  static Stream<Arguments> typesOfFeatures() {
    return Stream.of(
        arguments(BYTE, new double[] {-128, 127, 0, -1, 2, 3}),
        arguments(SHORT, new double[] {-32768, 32767, 0, -1, 2, 3}),
        arguments(SHORT, VALUES),
        arguments(INT, new double[] {Integer.MIN_VALUE, 16_777_217, 0, -1, 2, 3}),
        arguments(INT, VALUES),
        arguments(FLOAT, new double[] {0.1f, -1e-38f, 3e38f, 0, 1, -2}),
        arguments(DOUBLE, new double[] {0.1, 1e-300, 3e38, 0, 1, -2}));
  }

  @Test
  void bytesArePixelsWhateverTheirDimensions() {
    double[] values = {0, 255, 51, 102, 255, 0, 0, 0};
    labels(IdxFiles.labels(1, 0));
    images(idx(ByteOrder.BIG_ENDIAN, UNSIGNED_BYTE, new int[] {2, 2, 2}, values));
    DataSet grey = read();
    assertThat(grey.shape()).contains(new ImageShape(2, 2));
    for (int[] sizes : new int[][] {{2, 4}, {2, 2, 2, 1}, {2, 1, 2, 2}}) {
      images(idx(ByteOrder.BIG_ENDIAN, UNSIGNED_BYTE, sizes, values));
      assertThat(read().fingerprint()).isEqualTo(grey.fingerprint());
    }
  }

  /** Each channel is the image that it would be alone, wherever the file has it. */
  @ParameterizedTest
  @ValueSource(ints = {UNSIGNED_BYTE, FLOAT})
  void coloursAreImagesWithChannels(int type) {
    labels(IdxFiles.labels(1, 0));
    int side = 6;
    int pixels = side * side;
    double[] last = IntStream.range(0, 2 * pixels * 3).mapToDouble(i -> i % 251).toArray();
    double[] first = new double[last.length];
    double[][] alone = new double[3][2 * pixels];
    for (int i = 0; i < last.length; i++) {
      int image = i / (3 * pixels);
      int pixel = i / 3 % pixels;
      first[image * 3 * pixels + i % 3 * pixels + pixel] = last[i];
      alone[i % 3][image * pixels + pixel] = last[i];
    }
    images(idx(ByteOrder.BIG_ENDIAN, type, new int[] {2, side, side, 3}, last));
    DataSet colours = read();
    images(idx(ByteOrder.BIG_ENDIAN, type, new int[] {2, 3, side, side}, first));
    assertThat(read().fingerprint()).isEqualTo(colours.fingerprint());
    assertThat(colours.shape()).contains(new ImageShape(side, side, 3));
    assertThat(colours.shape().orElseThrow()).hasToString("6 x 6 x 3");

    for (int downsample : new int[] {0, 2, 4, 6}) {
      float[] all = features(colours, downsample);
      for (int channel = 0; channel < 3; channel++) {
        images(idx(ByteOrder.BIG_ENDIAN, type, new int[] {2, side, side}, alone[channel]));
        DataSet grey = read();
        assertThat(grey.fingerprint()).isNotEqualTo(colours.fingerprint());
        float[] expected = features(grey, downsample);
        assertThat(all).hasSize(3 * expected.length);
        for (int i = 0; i < expected.length; i++) {
          assertThat(all[3 * i + channel]).isEqualTo(expected[i]);
        }
      }
    }
  }

  private static float[] features(DataSet data, int downsample) {
    return data.prepare(
            new DataSpec.Prepared("images", new Holdout.Fraction(0.5), 0, downsample, Scale.NONE))
        .train()
        .features();
  }

  @ParameterizedTest
  @MethodSource("labelFiles")
  void labelsAreIntegersOfAnyType(int type, int[] sizes, double[] values) {
    images(idx(ByteOrder.BIG_ENDIAN, UNSIGNED_BYTE, SAMPLES, VALUES));
    labels(idx(ByteOrder.BIG_ENDIAN, type, sizes, values));

    assertThat(read().train().labels()).containsExactly(3, 1);
  }

  static Stream<Arguments> labelFiles() {
    return Stream.of(
        arguments(UNSIGNED_BYTE, new int[] {2}, new double[] {3, 1}),
        arguments(BYTE, new int[] {2}, new double[] {3, 1}),
        arguments(SHORT, new int[] {2}, new double[] {3, 1}),
        arguments(INT, new int[] {2}, new double[] {3, 1}),
        arguments(INT, new int[] {2, 1}, new double[] {3, 1}),
        // QMNIST's: what follows the class tells of who wrote it.
        arguments(
            INT,
            new int[] {2, 8},
            new double[] {3, 0, 2401, 5, 39, 24, 0, 0, 1, 4, 2402, 6, 40, 25, 1, 1}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void whatCannotBeUsedIsNamedInWords(String name, byte[] images, byte[] labels, String message) {
    images(images);
    labels(labels);

    assertThatThrownBy(this::read)
        .as(name)
        .isInstanceOf(RequestException.class)
        .message()
        .startsWith("Cannot use " + directory + "/train-" + message)
        .doesNotContain("\n");
  }

  static Stream<Arguments> mistakes() {
    ByteOrder big = ByteOrder.BIG_ENDIAN;
    ByteOrder little = ByteOrder.LITTLE_ENDIAN;
    byte[] images = idx(big, UNSIGNED_BYTE, SAMPLES, VALUES);
    byte[] labels = IdxFiles.labels(1, 0);
    byte[] halfTurned = idx(little, UNSIGNED_BYTE, SAMPLES, VALUES);
    ByteBuffer.wrap(halfTurned).putInt(UNSIGNED_BYTE << 8 | 3);
    return Stream.of(
        arguments(
            "volumes",
            idx(big, UNSIGNED_BYTE, new int[] {2, 5, 6, 7}, new double[420]),
            labels,
            "images-idx3-ubyte: it must hold images (count x rows x columns, with 2 to 4 channels"
                + " before or after these) or features (count x width), got: 2 x 5 x 6 x 7"
                + " unsigned bytes;"),
        arguments(
            "all little-endian",
            idx(little, UNSIGNED_BYTE, SAMPLES, VALUES),
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 1 x 3 unsigned bytes),"),
        arguments(
            "little-endian values of two bytes, none below 0",
            idx(big, SHORT, new int[] {2, 2}, new double[] {0, 256, 512, 5120}),
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 2 16-bit integers), and IDX is big-endian; write it again in big-endian order, as numpy's astype('>i2') does"),
        arguments(
            "little-endian labels of two bytes",
            images,
            idx(big, SHORT, new int[] {2}, new double[] {0, 256}),
            "labels-idx1-ubyte: it is written in little-endian order (2 16-bit integers),"),
        arguments(
            "little-endian sizes",
            halfTurned,
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 1 x 3 unsigned bytes),"),
        arguments(
            "little-endian sizes, gzipped",
            IdxFiles.gzip(halfTurned),
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 1 x 3 unsigned bytes),"),
        arguments(
            "little-endian integers",
            turnedValues(INT, 0, 3, 100, 7, 0, 1),
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 1 x 3 32-bit integers),"),
        arguments(
            "little-endian short integers",
            turnedValues(SHORT, 0, 3, 200, 7, 0, 1),
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 1 x 3 16-bit integers),"),
        arguments(
            "little-endian floats",
            turnedValues(FLOAT, 0, 1, .25, .1, 0, .7),
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 1 x 3 32-bit floats),"),
        arguments(
            "little-endian doubles",
            turnedValues(DOUBLE, 0, 1, .25, .1, 0, .7),
            labels,
            "images-idx3-ubyte: it is written in little-endian order (2 x 1 x 3 64-bit floats),"),
        arguments(
            "no number",
            idx(big, FLOAT, SAMPLES, new double[] {0, 1, 2, Double.NaN, 4, 5}),
            labels,
            "images-idx3-ubyte: values must be finite float32 numbers, got: NaN in sample 2"),
        arguments(
            "labels that are no integers",
            images,
            idx(big, FLOAT, new int[] {2}, new double[] {0, 1}),
            "labels-idx1-ubyte: labels must be integers, got: 2 32-bit floats;"),
        arguments(
            "labels one-hot",
            images,
            idx(big, UNSIGNED_BYTE, new int[] {2, 3}, new double[6]),
            "labels-idx1-ubyte: it must hold one label a sample, or QMNIST's 8 columns of 32-bit"
                + " integers, got: 2 x 3 unsigned bytes;"),
        arguments(
            "a label below 0",
            images,
            idx(big, BYTE, new int[] {2}, new double[] {1, -1}),
            "labels-idx1-ubyte: labels must be in [0, 65535], got: -1 of sample 2;"),
        arguments(
            "a label that is none",
            images,
            idx(big, INT, new int[] {2}, new double[] {1, 70_001}),
            "labels-idx1-ubyte: labels must be in [0, 65535], got: 70001 of sample 2;"),
        arguments(
            "an unknown type",
            new byte[] {0, 0, 0x0a, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0},
            labels,
            "images-idx3-ubyte: it does not start as an IDX file does,"),
        arguments(
            "comma-separated values",
            "5.1,3.5,1.4,0.2,setosa\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            labels,
            "images-idx3-ubyte: it is text, which starts with \"5.1,3.5,1.4,0.2,setosa\";"),
        arguments(
            "too many packings",
            IdxFiles.gzip(IdxFiles.gzip(IdxFiles.gzip(IdxFiles.gzip(images)))),
            labels,
            "images-idx3-ubyte: it is compressed with gzip again; expand it first"),
        arguments(
            "an archive of two files",
            Packed.zipOfTwo("a", "b", images),
            labels,
            "images-idx3-ubyte: its zip cannot be expanded: it holds several files (a, b ...):"));
  }

  @Test
  void aTestSetIsOfTheSameTypeAsTheTrainingSet() {
    images(idx(ByteOrder.BIG_ENDIAN, UNSIGNED_BYTE, SAMPLES, VALUES));
    labels(IdxFiles.labels(1, 0));
    IdxFiles.write(
        directory.resolve("t10k-images-idx3-float"),
        idx(ByteOrder.BIG_ENDIAN, FLOAT, SAMPLES, VALUES));
    IdxFiles.write(directory.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(1, 0));

    assertThatThrownBy(this::read)
        .hasMessageContaining(
            "it must hold unsigned bytes, as the training images do, got: 32-bit floats");
  }

  private static byte[] turnedValues(int type, double... values) {
    byte[] turned = idx(ByteOrder.LITTLE_ENDIAN, type, SAMPLES, values);
    byte[] header = idx(ByteOrder.BIG_ENDIAN, type, SAMPLES, new double[0]);
    System.arraycopy(header, 0, turned, 0, header.length);
    return turned;
  }

  private static byte[] idx(ByteOrder order, int type, int[] sizes, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + 8 * values.length).order(order);
    bytes.putInt(type << 8 | sizes.length);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    for (double value : values) {
      switch (type) {
        case SHORT -> bytes.putShort((short) value);
        case INT -> bytes.putInt((int) value);
        case FLOAT -> bytes.putFloat((float) value);
        case DOUBLE -> bytes.putDouble(value);
        default -> bytes.put((byte) (int) value);
      }
    }
    byte[] written = new byte[bytes.position()];
    bytes.get(0, written);
    return written;
  }

  private void images(byte[] bytes) {
    IdxFiles.write(directory.resolve("train-images-idx3-ubyte"), bytes);
  }

  private void labels(byte[] bytes) {
    IdxFiles.write(directory.resolve("train-labels-idx1-ubyte"), bytes);
  }

  private DataSet read() {
    return DataSets.find(DataRequest.of(DataPlace.local(directory))).read();
  }
}
