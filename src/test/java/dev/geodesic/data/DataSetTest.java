package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Scale;
import dev.geodesic.trial.Specs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DataSetTest {
  private static final Holdout TEST = new Holdout.TestSet();
  private static final Holdout TENTH = new Holdout.Fraction(0.1);

  /** Features of sample i are all i, so that a row says which sample it is. */
  private static final DataSet NUMBERED = DataSet.of(numbered(100, 6));

  @ParameterizedTest
  @CsvSource({"0.1, 10", "0.25, 25", "0.333, 33", "0.001, 1", "0.999, 99"})
  void aFractionIsHeldOutDisjointlyAndWithoutLoss(double fraction, int count) {
    PreparedData data = prepare(NUMBERED, new Holdout.Fraction(fraction), DataSpec.AS_IT_IS);

    assertThat(data.holdout().count()).isEqualTo(count);
    TreeSet<Integer> all = new TreeSet<>(samples(data.train()));
    assertThat(all).doesNotContainAnyElementsOf(samples(data.holdout()));
    all.addAll(samples(data.holdout()));
    assertThat(all).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void aFractionIsRandomYetAlwaysTheSame() {
    PreparedData once = prepare(NUMBERED, TENTH, DataSpec.AS_IT_IS);
    PreparedData again = prepare(DataSet.of(numbered(100, 6)), TENTH, DataSpec.AS_IT_IS);

    assertThat(samples(once.holdout())).isEqualTo(samples(again.holdout()));
    assertThat(samples(once.holdout())).containsExactly(0, 6, 7, 24, 31, 52, 59, 83, 90, 98);
  }

  @Test
  void validationSamplesAreTakenOfThoseThatTheHoldoutLeaves() {
    PreparedData without = prepare(NUMBERED, TENTH, DataSpec.AS_IT_IS);
    PreparedData data = prepare(NUMBERED, TENTH, 0.2, DataSpec.AS_IT_IS);
    List<Integer> validation = samples(Objects.requireNonNull(data.validation()));

    assertThat(without.validation()).isNull();
    assertThat(samples(data.holdout())).isEqualTo(samples(without.holdout()));
    assertThat(validation).hasSize(18).isSorted();
    assertThat(Stream.concat(validation.stream(), samples(data.train()).stream()).sorted())
        .isEqualTo(samples(without.train()));
    assertThat(samples(Objects.requireNonNull(prepare(NUMBERED, TENTH, 0.2, 0).validation())))
        .as("always the same")
        .isEqualTo(validation);
  }

  @Test
  void batchesFitIntoWhatValidationLeaves() {
    DataSpec spec =
        Specs.data("numbered", TENTH, DataSpec.AS_IT_IS, 73, BatchOrder.SHUFFLED)
            .with(DataSpec.VALIDATION, 0.2);

    assertThatThrownBy(() -> NUMBERED.check(spec))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "batch-size must be <= 72, the training samples of numbered with holdout = 0.1 and"
                + " validation = 0.2, got: 73");
    NUMBERED.check(spec.with(DataSpec.BATCH_SIZE, 72));
  }

  @Test
  void labelsStayWithTheirSamples() {
    PreparedData data = prepare(NUMBERED, TENTH, DataSpec.AS_IT_IS);

    for (Samples part : new Samples[] {data.train(), data.holdout()}) {
      for (int i = 0; i < part.count(); i++) {
        assertThat(part.labels()[i]).isEqualTo((int) part.features()[i * 6] % 3);
      }
    }
  }

  @Test
  void pixelsBecomeFractionsOfFullScale() {
    byte[] values = {0, 1, (byte) 128, (byte) 255};
    DataSet data =
        DataSet.of(
            new Pixels(values, new int[] {0, 1}, new ImageShape(1, 2)),
            new Pixels(values, new int[] {1, 2}, new ImageShape(1, 2)));

    PreparedData prepared = prepare(data, TEST, DataSpec.AS_IT_IS);

    assertThat(prepared.train().features()).containsExactly(0, 1 / 255f, 128 / 255f, 1);
    assertThat(prepared.holdout().labels()).containsExactly(1, 2);
    assertThat(prepared.classes()).isEqualTo(3);
    assertThat(prepared.fingerprint()).isEqualTo(data.fingerprint());
  }

  @Test
  void featuresOfASquareNumberCountAsASquareImage() {
    DataSet square = DataSet.of(numbered(4, 16));

    PreparedData data = prepare(square, new Holdout.Fraction(0.25), 2);

    assertThat(data.train().width()).isEqualTo(4);
    assertThat(data.train().features()[0]).isEqualTo(data.train().features()[3]);
  }

  @Test
  void survivesSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(NUMBERED);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      DataSet copy = (DataSet) in.readObject();

      assertThat(copy.fingerprint()).isEqualTo(NUMBERED.fingerprint());
      assertThat(prepare(copy, TENTH, 0).train().features())
          .isEqualTo(prepare(NUMBERED, TENTH, 0).train().features());
    }
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("misfits")
  void whatDoesNotFitIsRefusedBeforeTraining(
      DataSet data, Holdout holdout, int downsample, int batchSize, String message) {
    DataSpec spec = Specs.data("some/where", holdout, downsample, batchSize, BatchOrder.SHUFFLED);

    assertThatThrownBy(() -> data.check(spec))
        .isInstanceOf(RequestException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> misfits() {
    DataSet image = DataSet.of(blank(4, 3, 5), blank(4, 3, 5));
    return Stream.of(
        arguments(
            image,
            TEST,
            4,
            1,
            "downsample must be <= 3, as the images of some/where are 3 x 5, got: 4"),
        arguments(
            image,
            TEST,
            0,
            5,
            "batch-size must be <= 4, the training samples of some/where with holdout = test,"
                + " got: 5"),
        arguments(
            NUMBERED,
            TENTH,
            0,
            91,
            "batch-size must be <= 90, the training samples of some/where with holdout = 0.1,"
                + " got: 91"),
        arguments(
            NUMBERED,
            TENTH,
            2,
            1,
            "Cannot downsample some/where to 2: its samples are no square images, got: 6 features;"
                + " leave out downsample"),
        arguments(
            NUMBERED,
            TEST,
            0,
            1,
            "Cannot hold out a test set: some/where has none; set holdout = 0.1 to keep a tenth of"
                + " its samples, or test = \"PATH\""));
  }

  @Test
  void whatJustFitsIsAccepted() {
    DataSet image = DataSet.of(blank(4, 3, 5), blank(4, 3, 5));

    assertThatCode(() -> image.check(Specs.data("x", TEST, 3, 4, BatchOrder.SEQUENTIAL)))
        .doesNotThrowAnyException();
    assertThatCode(() -> NUMBERED.check(Specs.data("x", TENTH, 0, 90, BatchOrder.SEQUENTIAL)))
        .doesNotThrowAnyException();
  }

  @Test
  void twoSetsThatDifferOnlyInShapeDifferInFingerprint() {
    assertThat(DataSet.of(numbered(4, 6)).fingerprint())
        .isNotEqualTo(DataSet.of(numbered(6, 4)).fingerprint());
    assertThat(DataSet.of(blank(4, 3, 5)).fingerprint())
        .isNotEqualTo(DataSet.of(blank(4, 5, 3)).fingerprint());
  }

  private static PreparedData prepare(DataSet data, Holdout holdout, int downsample) {
    return prepare(data, holdout, 0, downsample);
  }

  private static PreparedData prepare(
      DataSet data, Holdout holdout, double validation, int downsample) {
    return data.prepare(
        new DataSpec.Prepared("some/where", holdout, validation, downsample, Scale.NONE));
  }

  private static Features numbered(int count, int width) {
    float[] values = new float[count * width];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      Arrays.fill(values, i * width, (i + 1) * width, i);
      labels[i] = i % 3;
    }
    return new Features(values, labels, width);
  }

  private static Pixels blank(int count, int rows, int columns) {
    int[] labels = IntStream.range(0, count).map(i -> i % 2).toArray();
    return new Pixels(new byte[count * rows * columns], labels, new ImageShape(rows, columns));
  }

  private static List<Integer> samples(Samples part) {
    return IntStream.range(0, part.count())
        .mapToObj(i -> (int) part.features()[i * part.width()])
        .toList();
  }

  @Test
  void aStretchOfAPartIsThatOfTheWhole() {
    DataSpec.Prepared spec =
        Specs.data("numbered", TENTH, DataSpec.AS_IT_IS, 1, BatchOrder.SEQUENTIAL).prepared();
    PreparedData whole = NUMBERED.prepare(spec);

    Part training = NUMBERED.training(spec);
    assertThat(training.count()).isEqualTo(90);
    assertThat(samples(training.range(20, 25))).isEqualTo(samples(whole.train()).subList(20, 25));
    assertThat(samples(NUMBERED.holdout(spec).range(9, 10)))
        .isEqualTo(samples(whole.holdout()).subList(9, 10));
  }
}
